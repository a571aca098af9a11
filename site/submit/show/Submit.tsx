/** @file The submit page's interactive part: takes a file and shows what ingest says about it. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { State } from '../check/session.ts';
import type { Repository } from '../send/repository.ts';

const loadSession = () => import('../check/session.ts');

/** Not needed before a file was dropped. */
const loadReport = () => import('./Report.tsx');
type Report = Awaited<ReturnType<typeof loadReport>>['Report'];

interface Props {
  repository: Repository | null;
}

export function Submit({ repository }: Props) {
  const [state, setState] = useState<State>({ step: 'empty' });
  const [over, setOver] = useState(false);
  const [others, setOthers] = useState(0);
  const [Report, setReport] = useState<Report | null>(null);
  const running = useRef<AbortController>(null);

  async function take(files: FileList | null) {
    const [file] = files ?? [];
    if (!file) return;
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setOthers(files!.length - 1);
    setState({ step: 'checking', name: file.name });
    try {
      const [{ checkDropped }, loaded] = await Promise.all([loadSession(), loadReport()]);
      setReport(() => loaded.Report);
      await checkDropped(file, setState, controller.signal);
    } catch {
      setState({ step: 'trouble', name: file.name, reason: 'its code did not load; reload the page' });
    }
  }
  // Early, so that a file can be checked when the network is gone.
  useEffect(() => void loadSession().catch(() => {}), []);
  useDrop((files) => void take(files), setOver);

  return (
    <section className="submit" aria-label="Check a file">
      <label className={over ? 'drop over' : 'drop'}>
        <input
          type="file"
          accept=".json,application/json"
          onChange={({ target }) => {
            void take(target.files);
            // The same file can be chosen again after it was mended.
            target.value = '';
          }}
        />
        <strong>Drop a JSON file here</strong>
        <span>or choose one: what npm run bench or the quick test wrote</span>
      </label>
      {others > 0 && (
        <p className="soft">
          Only the first file was read; {others === 1 ? 'one more was' : `${others} more were`} left out.
        </p>
      )}
      <div role="status" className="verdict">
        <Verdict state={state} />
      </div>
      {Report !== null && (state.step === 'refused' || state.step === 'accepted') && (
        <Report state={state} repository={repository} />
      )}
    </section>
  );
}

/** The whole page takes a drop: a browser would leave it and open a file that misses the box. */
function useDrop(onFiles: (files: FileList) => void, onOver: (over: boolean) => void): void {
  const hover = useEffectEvent((event: DragEvent) => {
    event.preventDefault();
    onOver(true);
  });
  const leave = useEffectEvent((event: DragEvent) => {
    // Null outside of the window.
    if (event.relatedTarget === null) onOver(false);
  });
  const drop = useEffectEvent((event: DragEvent) => {
    event.preventDefault();
    onOver(false);
    if (event.dataTransfer !== null) onFiles(event.dataTransfer.files);
  });
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    document.addEventListener('dragover', (event) => hover(event), { signal });
    document.addEventListener('dragleave', (event) => leave(event), { signal });
    document.addEventListener('drop', (event) => drop(event), { signal });
    return () => listeners.abort();
  }, []);
}

function Verdict({ state }: { state: State }) {
  switch (state.step) {
    case 'empty':
      return null;
    case 'checking':
      return <p>Checking {state.name} …</p>;
    case 'trouble':
      return (
        <p className="warning">
          {state.name} could not be checked: {state.reason}.
        </p>
      );
    case 'refused': {
      const { length } = state.report.problems;
      return (
        <h2>
          {state.name} is refused: {length === 1 ? 'one problem' : `${length} problems`}
        </h2>
      );
    }
    case 'accepted': {
      const { measured, attempts } = state.report;
      return (
        <>
          <h2>The file is fine</h2>
          <p>
            {measured === 1 ? 'One result' : `${measured} results`} with a value
            {attempts > 0 && `, ${attempts === 1 ? 'one attempt' : `${attempts} attempts`} without`}. Every
            check of ingest that needs only this file has passed.
          </p>
        </>
      );
    }
  }
}
