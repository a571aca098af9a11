/** @file Says that the native results did not arrive, and loads them once more. */
export function NativeLost({ again }: { again: () => void }) {
  return (
    <p className="soft" role="status">
      The native results could not be loaded. Check the connection.{' '}
      <button type="button" onClick={again}>
        Try again
      </button>
    </p>
  );
}
