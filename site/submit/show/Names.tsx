/** @file How the names of devices were read. */
import type { ReadName } from '../check/names.ts';

export function Names({ names }: { names: readonly ReadName[] }) {
  return (
    <>
      <h3>How the names were read</h3>
      <ul className="names">
        {names.map((name) => (
          <li key={`${name.kind} ${name.name} ${name.software}`}>
            <Read {...name} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Read({ kind, name, recorded, software, nearest, otherMemory }: ReadName) {
  const what = kind === 'gpu' ? 'GPU' : 'CPU';
  if (software)
    return (
      <>
        {what} “{name}”: a GPU that the CPU emulates. Its values are shown, never ranked.
      </>
    );
  if (recorded !== null)
    return (
      <>
        {what} “{name}”: recorded as <strong>{recorded}</strong>.
      </>
    );
  if (otherMemory !== null)
    return (
      <>
        {what} “{name}”: its memory differs from that of <strong>{otherMemory}</strong> in the catalogue, so
        it is not recorded as that. Its values are shown, not ranked. If such a board exists, “Add a device”
        in CONTRIBUTING.md says how to add it.
      </>
    );
  return (
    <>
      {what} “{name}”: <strong>not in the catalogue</strong>, or it may be several of it. Its values are
      shown, not ranked
      {nearest.length > 0 && <>. Nearest: {nearest.join(', ')}</>}. “Add a device” in CONTRIBUTING.md says how
      to add it.
    </>
  );
}
