/**
 * What somebody is to be told. Each thing has a name of two words, as `said v7`: things of one first word are done one after the
 * other, and are to be told in that order.
 */
export class Told {
  readonly #begun = new Map<string, { readonly stream: string; readonly at: number }>()
  readonly #counts = new Map<string, number>()
  readonly #acknowledged = new Set<string>()
  readonly #hearings: Hearing[] = []

  /** Somebody is about to do it. */
  begin(name: string): void {
    if (this.#begun.has(name)) return
    const stream = streamOf(name)
    const at = this.#counts.get(stream) ?? 0
    this.#counts.set(stream, at + 1)
    this.#begun.set(name, { stream, at })
  }

  /** It is known to have been done. */
  acknowledge(name: string): void {
    this.#acknowledged.add(name)
  }

  /** Whoever listens from now on. */
  listen(who: string): Hearing {
    const hearing = new Hearing(who, (name) => this.#begun.get(name))
    this.#hearings.push(hearing)
    return hearing
  }

  /** What one of them has not heard yet. */
  missing(hearing: Hearing): string[] {
    return [...this.#acknowledged].filter((name) => !hearing.heard.has(name))
  }

  /** What any of them was told wrongly. */
  get complaints(): string[] {
    return this.#hearings.flatMap(({ complaints }) => complaints)
  }
}

function streamOf(name: string): string {
  return name.split(' ')[0] ?? ''
}

/** What one listener was told. */
export class Hearing {
  readonly heard: Set<string> = new Set()
  readonly complaints: string[] = []
  readonly who: string
  readonly #find: (name: string) => { readonly stream: string; readonly at: number } | undefined
  /** By stream: the last that was heard. */
  readonly #last = new Map<string, number>()

  constructor(who: string, find: (name: string) => { readonly stream: string; readonly at: number } | undefined) {
    this.who = who
    this.#find = find
  }

  /** @param mayRepeat it may come again after a kill: what has no number of its own, or was asked again by whoever had no answer */
  hear(name: string, { mayRepeat = false }: { readonly mayRepeat?: boolean } = {}): void {
    if (mayRepeat && this.heard.has(name)) return
    this.heard.add(name)
    const begun = this.#find(name)
    if (begun === undefined) {
      this.complaints.push(`${this.who} was told of "${name}", which nobody has done`)
      return
    }
    const { stream, at } = begun
    const last = this.#last.get(stream) ?? -1
    this.#last.set(stream, Math.max(last, at))
    if (at === last) this.complaints.push(`${this.who} was told twice of "${name}"`)
    if (at < last) this.complaints.push(`${this.who} was told of "${name}" after what was done later`)
  }
}
