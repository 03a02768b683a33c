import type { Between } from '@chappe/bot-api'
import type { Traffic, TrafficOf } from '@chappe/server'
import { print } from '@chappe/tl-codec/values'
import { type api, decode, decodeMethod, decodeResult, LAYER } from '@chappe/tl-layers'
import { hiddenFields, withoutTokens } from './secrets.ts'

/** What passed between server, people and bots, as lines of text. */
export interface Transcript {
  readonly traffic: Traffic
  /** Notes calls of the Bot API and what goes to webhooks. */
  readonly between: Between
  /** A line of the lab's own, such as that the server was killed. */
  note(line: string): void
  /** The newest lines; older ones are counted. */
  text(lines?: number): string
  /** Whose numbers are whose, so that lines have names. */
  name(id: number, name: string): void
}

export interface TranscriptOptions {
  /** So many are kept; 0 for none. */
  readonly lines: number
  /** Unix time in ms. */
  readonly now: () => number
}

/** A line is cut there: what is longer is a file or a list. */
const longestLine = 600

interface Entry {
  readonly at: number
  /** Made only when somebody reads it: nearly nobody does. */
  readonly line: () => string
}

export function createTranscript({ lines: most, now }: TranscriptOptions): Transcript {
  const entries: Entry[] = []
  const names = new Map<number, string>()
  let left = 0

  const add = (line: () => string): void => {
    if (most === 0) return
    entries.push({ at: now(), line })
    // Many at a time: each removal moves all that are behind.
    if (entries.length < most * 2) return
    left += entries.length - most
    entries.splice(0, entries.length - most)
  }

  const who = (id: number | undefined): string => (id === undefined ? 'somebody' : (names.get(id) ?? String(id)))
  const nameOf = ({ userId }: TrafficOf): string => who(userId)

  return {
    traffic: {
      query: (of, body) => add(() => `${nameOf(of)} → ${printed(() => requestIn(body))}`),
      answer: (of, query, answer) => add(() => `${nameOf(of)} ← ${printed(() => resultOf(query, answer, of.layer))}`),
      failure: (of, query, error) => add(() => `${nameOf(of)} ✗ ${methodOf(query)}: ${messageOf(error)}`),
      update: (of, body) => add(() => `${nameOf(of)} ⇐ ${printed(() => decode('Updates', body))}`),
    },
    between: {
      async call({ botId, method, values }, serve) {
        add(() => `${who(botId)} → HTTP ${method} ${withoutTokens(JSON.stringify(Object.fromEntries(values)))}`)
        try {
          const result = await serve()
          add(() => `${who(botId)} ← HTTP ${method} ${withoutTokens(JSON.stringify(result))}`)
          return result
        } catch (error) {
          add(() => `${who(botId)} ✗ HTTP ${method}: ${messageOf(error)}`)
          throw error
        }
      },
      async webhook({ botId, body }, post) {
        add(() => `${who(botId)} ⇐ webhook ${withoutTokens(body)}`)
        try {
          const answer = await post()
          add(() => `${who(botId)} → webhook answered ${answer.status}`)
          return answer
        } catch (error) {
          add(() => `${who(botId)} ✗ webhook: ${messageOf(error)}`)
          throw error
        }
      },
    },
    note: (line) => add(() => `— ${line}`),
    text(lines = most) {
      const shown = entries.slice(-Math.min(lines, most))
      const before = left + entries.length - shown.length
      const texts = shown.map(({ at, line }) => `${new Date(at).toISOString().slice(0, 23)} ${cut(line())}`)
      return [...(before === 0 ? [] : [`(${before} lines before)`]), ...texts].join('\n')
    },
    name: (id, name) => names.set(id, name),
  }
}

function printed(decoded: () => unknown): string {
  try {
    return withoutTokens(print(decoded(), { most: 4096, hide: hiddenFields }).replace(/\s*\n\s*/g, ' '))
  } catch (error) {
    return `(not decoded: ${messageOf(error)})`
  }
}

function resultOf(query: Uint8Array, answer: Uint8Array, layer: number | undefined): unknown {
  return decodeResult(requestIn(query), answer, layer ?? LAYER)
}

/** What `invokeWithLayer` and its like ask for. */
function requestIn(query: Uint8Array): api.Method {
  let inner: unknown = decodeMethod(query)
  while (typeof inner === 'object' && inner !== null && 'query' in inner && isMethod(inner.query)) inner = inner.query
  if (!isMethod(inner)) throw new TypeError('that is no request')
  return inner
}

/** Decoded values have no other form; a search's text is a `query`, too, and no request. */
function isMethod(value: unknown): value is api.Method {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string'
}

function methodOf(query: Uint8Array): string {
  try {
    return requestIn(query)._
  } catch {
    return '(not decoded)'
  }
}

function messageOf(error: unknown): string {
  return withoutTokens(error instanceof Error ? error.message : String(error))
}

function cut(line: string): string {
  return line.length <= longestLine ? line : `${line.slice(0, longestLine)}… (${line.length})`
}
