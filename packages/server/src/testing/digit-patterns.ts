/**
 * What can begin a number, by the patterns of digits in libphonenumber's metadata: alternatives, groups, classes of digits,
 * `\d` and counts, and nothing else.
 */
export interface DigitPattern {
  /** Whether some number that the pattern takes begins so. */
  mayBegin(digits: string): boolean
}

/** The rest of a pattern after some digits; `end` when nothing is left of it. */
type State = Node | 'end'

type Node =
  | { readonly kind: 'digit'; readonly digits: ReadonlySet<string>; readonly next: State }
  | { readonly kind: 'either'; readonly next: readonly State[] }

type Part =
  | { readonly kind: 'digits'; readonly digits: ReadonlySet<string> }
  | { readonly kind: 'group'; readonly choices: readonly (readonly Counted[])[] }

interface Counted {
  readonly part: Part
  readonly min: number
  readonly max: number
}

export function parseDigitPattern(pattern: string): DigitPattern {
  let at = 0

  const choices = (): Counted[][] => {
    const all: Counted[][] = [[]]
    while (at < pattern.length && pattern[at] !== ')') {
      if (pattern[at] === '|') {
        all.push([])
        at++
      } else all.at(-1)?.push(counted())
    }
    return all
  }

  const counted = (): Counted => {
    const found = part()
    const [text = '', min = '', comma, max = ''] = /^(?:\{(\d+)(,)?(\d*)\}|\?)/.exec(pattern.slice(at)) ?? []
    at += text.length
    if (text === '') return { part: found, min: 1, max: 1 }
    if (text === '?') return { part: found, min: 0, max: 1 }
    return { part: found, min: Number(min), max: comma === undefined ? Number(min) : Number(max) }
  }

  const part = (): Part => {
    const rest = pattern.slice(at)
    if (rest.startsWith('(')) {
      at += rest.startsWith('(?:') ? 3 : 1
      const group: Part = { kind: 'group', choices: choices() }
      at++
      return group
    }
    const [text = ''] = /^(?:\\d|\[[\d-]+\]|\d)/.exec(rest) ?? []
    if (text === '') throw new TypeError(`"${pattern}" has something else at ${at}: ${rest}`)
    at += text.length
    return { kind: 'digits', digits: new Set('0123456789'.match(new RegExp(text, 'g'))) }
  }

  const before = (part: Part, next: State): State =>
    part.kind === 'digits'
      ? { kind: 'digit', digits: part.digits, next }
      : { kind: 'either', next: part.choices.map((choice) => all(choice, next)) }

  const all = (sequence: readonly Counted[], end: State): State =>
    sequence.reduceRight<State>((next, { part: one, min, max }) => {
      let state = next
      for (let i = 0; i < max; i++) {
        const taken = before(one, state)
        state = i < max - min ? { kind: 'either', next: [taken, next] } : taken
      }
      return state
    }, end)

  const start: State = { kind: 'either', next: choices().map((choice) => all(choice, 'end')) }
  if (at < pattern.length) throw new TypeError(`"${pattern}" has a bracket too many`)
  return {
    mayBegin(digits) {
      let states: readonly State[] = [start]
      for (const digit of digits) {
        states = [...open(states)].flatMap((state) => (state.digits.has(digit) ? [state.next] : []))
      }
      return states.length > 0
    },
  }
}

/** The digits that may come next. What has ended takes none. */
function open(states: readonly State[]): Set<Extract<Node, { readonly kind: 'digit' }>> {
  const found = new Set<Extract<Node, { readonly kind: 'digit' }>>()
  const waiting = [...states]
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (state === 'end') continue
    if (state.kind === 'digit') found.add(state)
    else waiting.push(...state.next)
  }
  return found
}
