import { createLines } from './lines.ts'
import {
  decodeRequest,
  encodeAnswer,
  type LastAnswer,
  OperatorError,
  type OperatorRequest,
  stopCommand,
} from './protocol.ts'

/** For how long a connection may be without a whole request, in ms. */
export const maxSilenceMs = 5_000

/** What whoever holds the socket is to do, in this order. */
export type Step =
  | { readonly do: 'run'; readonly request: OperatorRequest }
  /** What is being carried out is to end as soon as that leaves nothing half done. */
  | { readonly do: 'stop' }
  | { readonly do: 'send'; readonly line: string }
  | { readonly do: 'close' }

/**
 * The server's side of one connection of the operator's channel, without a socket and a clock: bytes and the time go in,
 * what is to be done comes out. One request at a time; while one is carried out only `stop` may come.
 */
export interface Conversation {
  receive(bytes: Uint8Array): Step[]
  /** The other side sends no more. */
  ended(): Step[]
  progress(value: unknown): Step[]
  /** What was to be run is done. */
  answered(answer: LastAnswer, now: number): Step[]
  /** When it is over unless something comes, in ms; undefined while a command is being carried out. */
  readonly deadline: number | undefined
  /** The deadline has passed. */
  expired(): Step[]
}

export function createConversation(commands: ReadonlySet<string>, begin: number): Conversation {
  const lines = createLines()
  let state: 'waiting' | 'running' | 'over' = 'waiting'
  /** Nothing more is read: the answer to what is being carried out ends the connection. */
  let isLast = false
  let deadline = begin + maxSilenceMs

  const end = (error: OperatorError): Step[] => {
    const steps: Step[] = state === 'running' ? [{ do: 'stop' }] : []
    state = 'over'
    const { code, message } = error
    return [...steps, { do: 'send', line: encodeAnswer({ error: { code, message } }) }, { do: 'close' }]
  }

  const take = (line: string): Step[] => {
    const request = decodeRequest(line)
    if (state === 'running') {
      if (request.command === stopCommand) return [{ do: 'stop' }]
      throw new OperatorError('BAD_REQUEST', 'one request at a time: this one came before the last was answered')
    }
    // It may have been answered while this was under way.
    if (request.command === stopCommand) return []
    if (!commands.has(request.command)) {
      const known = [...commands].join(', ')
      throw new OperatorError('UNKNOWN_COMMAND', `the server knows no command "${request.command}", but ${known}`)
    }
    state = 'running'
    return [
      { do: 'send', line: encodeAnswer({ begun: true }) },
      { do: 'run', request },
    ]
  }

  return {
    receive(bytes) {
      if (state === 'over') return []
      const steps: Step[] = []
      try {
        for (const line of lines.push(bytes)) steps.push(...take(line))
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error
        steps.push(...end(error))
      }
      return steps
    },
    ended() {
      if (state === 'running') {
        isLast = true
        return []
      }
      const isOver = state === 'over'
      state = 'over'
      return isOver ? [] : [{ do: 'close' }]
    },
    progress(value) {
      return state === 'running' ? [{ do: 'send', line: encodeAnswer({ progress: value }) }] : []
    },
    answered(answer, now) {
      if (state !== 'running') return []
      state = isLast ? 'over' : 'waiting'
      deadline = now + maxSilenceMs
      const line: Step = { do: 'send', line: encodeAnswer(answer) }
      return isLast ? [line, { do: 'close' }] : [line]
    },
    get deadline() {
      return state === 'waiting' ? deadline : undefined
    },
    expired() {
      if (state !== 'waiting') return []
      const what = lines.isWithin ? 'the rest of a line' : 'a request'
      return end(new OperatorError('TIMED_OUT', `${what} has not come within ${maxSilenceMs / 1000} seconds`))
    },
  }
}
