import { type Facts, parentOf } from './facts.ts'

/** A fact of one person's data becomes another, or ends. */
export interface Change {
  /** Whose data, by the person's index. */
  readonly person: number
  readonly fact: string
  readonly value: string | undefined
}

/** What the server acknowledged, as facts that its answers must agree with from then on. */
export class Ledger {
  readonly #people: readonly Facts[]
  #doubts: (readonly Change[])[] = []

  /** Starts from what is there. */
  constructor(people: readonly Facts[]) {
    this.#people = people.map((facts) => new Map(facts))
  }

  value(person: number, fact: string): string | undefined {
    return this.#people[person]?.get(fact)
  }

  /** The names of one person's facts that begin in a certain way. */
  names(person: number, start: string): string[] {
    return [...(this.#people[person]?.keys() ?? [])].filter((name) => name.startsWith(start))
  }

  acknowledge(changes: readonly Change[]): void {
    for (const { person, fact, value } of changes) this.#set(person, fact, value)
  }

  /** A write of which it is not known whether it happened; if so, then wholly. */
  doubt(changes: readonly Change[]): void {
    this.#doubts.push(changes)
  }

  /** What is wrong with what the server has; what was in doubt is as the server has it from now on. */
  check(actual: readonly Facts[]): string[] {
    const problems = this.#doubts.flatMap((changes) => this.#resolve(changes, actual))
    this.#doubts = []
    for (const [person, expected] of this.#people.entries()) {
      const found = actual[person] ?? new Map()
      for (const fact of new Set([...expected.keys(), ...found.keys()])) {
        const parent = parentOf(fact)
        // What was said of a message ends with the message, whoever said it.
        if (parent !== undefined && !found.has(parent) && !found.has(fact)) expected.delete(fact)
        if (expected.get(fact) === found.get(fact)) continue
        problems.push(`person ${person}: "${fact}" is ${found.get(fact)} and should be ${expected.get(fact)}`)
      }
    }
    return problems
  }

  #resolve(changes: readonly Change[], actual: readonly Facts[]): string[] {
    const stands = changes.filter(({ person, fact }) => {
      const parent = parentOf(fact)
      return parent === undefined || actual[person]?.has(parent) === true
    })
    const found = ({ person, fact }: Change): string | undefined => actual[person]?.get(fact)
    const happened = stands.every((change) => found(change) === change.value)
    const didNot = stands.every((change) => found(change) === this.value(change.person, change.fact))
    for (const change of stands) this.#set(change.person, change.fact, found(change))
    if (happened || didNot) return []
    return [`half of a write happened: ${stands.map((change) => `"${change.fact}" is ${found(change)}`).join(', ')}`]
  }

  #set(person: number, fact: string, value: string | undefined): void {
    if (value === undefined) this.#people[person]?.delete(fact)
    else this.#people[person]?.set(fact, value)
  }
}
