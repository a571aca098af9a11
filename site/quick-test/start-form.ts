/** @file The form of the built page, without React. */
import { DEFAULT_BUDGET_S, MAX_BUDGET_S, MIN_BUDGET_S, parseBudget } from './budget.ts';
import { type Choice, CPU_LABEL, devicesOf, durationText } from './choice.ts';
import { type Answer, answerText } from './device/adapter.ts';
import { FRAGMENT } from './send/sent.ts';
import type { Opening } from './use-quick-test.ts';

/** Why the address cannot be used as it is; each has an element of the page. */
type Problem = 'budget' | 'link';

export class StartForm {
  readonly #place: HTMLElement;
  readonly #asked: Promise<Answer>;
  readonly #form: HTMLFormElement;
  readonly #budgetS: number;

  /** Starts the test when the form is sent, also before the browser has answered. */
  constructor(place: HTMLElement, asked: Promise<Answer>) {
    this.#place = place;
    this.#asked = asked;
    this.#form = place.querySelector('form')!;
    const budget = parseBudget(location.search);
    this.#budgetS = budget ?? DEFAULT_BUDGET_S;
    if (budget === null) {
      this.#tell(
        'budget',
        `The budget in the address is not a number of seconds from ${MIN_BUDGET_S} to ${MAX_BUDGET_S}; ${DEFAULT_BUDGET_S} s are used.`,
      );
    }
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#start();
    });
    this.#form.addEventListener('change', () => this.#showChoice());
    this.#showChoice();
    addEventListener('hashchange', () => {
      // The page of a result has nothing that this form could change.
      if (location.hash.startsWith(FRAGMENT)) location.reload();
    });
  }

  /** Shows the result that the address holds, or says why it cannot; does nothing where there is none. */
  async openSent(): Promise<void> {
    if (!location.hash.startsWith(FRAGMENT)) return;
    const { fromFragment } = await import('./send/link.ts');
    const sent = fromFragment(location.hash);
    if (sent === null) return;
    if ('problem' in sent) this.#tell('link', sent.problem);
    else await this.#open({ sent });
  }

  /** Offers the GPU if there is one. */
  show(answer: Answer): void {
    // A test that was started meanwhile has replaced the form.
    if (!this.#form.isConnected) return;
    const missing = 'noGpu' in answer;
    const text = this.#form.querySelector('#gpu-answer')!;
    text.querySelector('span')!.textContent = `${answerText(answer, crossOriginIsolated)} `;
    text.querySelector('a')!.hidden = !missing;
    text.classList.toggle('missing', missing);
    for (const input of this.#form.querySelectorAll('input')) {
      input.disabled = missing && input.value !== 'cpu';
    }
    if (missing) {
      this.#form.querySelector<HTMLInputElement>('input[value=cpu]')!.checked = true;
      this.#form.querySelector('button')!.textContent = CPU_LABEL;
    }
    this.#showDuration();
  }

  /** Null while the browser has not answered and nothing else was chosen. */
  get #choice(): Choice | null {
    return new FormData(this.#form).get('device') as Choice | null;
  }

  #showChoice(): void {
    const note = this.#form.querySelector<HTMLElement>('.one-thread')!;
    note.hidden = crossOriginIsolated || !devicesOf(this.#choice ?? 'gpu').includes('cpu');
    this.#showDuration();
  }

  #showDuration(): void {
    this.#form.querySelector('.duration')!.textContent = durationText(this.#choice ?? 'gpu', this.#budgetS);
  }

  #tell(problem: Problem, text: string): void {
    const element = this.#place.querySelector<HTMLElement>(`[data-problem=${problem}]`)!;
    element.textContent = text;
    element.hidden = false;
  }

  async #start(): Promise<void> {
    const button = this.#form.querySelector('button')!;
    button.disabled = true;
    const chosen = this.#choice;
    if (chosen === null) await this.#asked.then((answer) => this.show(answer));
    try {
      await this.#open({ choice: chosen ?? this.#choice ?? 'cpu' });
    } catch {
      button.disabled = false;
      this.#tell(
        'link',
        'The code of the test could not be loaded. Check the connection and start again; if that does not help, reload the page.',
      );
    }
  }

  async #open(opening: Opening): Promise<void> {
    const { mountQuickTest } = await import('./QuickTest.tsx');
    mountQuickTest(this.#asked, opening)(this.#place);
  }
}
