import { TlError } from '@chappe/tl-codec'
import { type api, decode } from '@chappe/tl-codec/api'
import { type Clock, createSteadyClock } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { PeerCache } from '../peers/peer-cache.ts'
import type { Call } from '../rpc/call.ts'
import { sleep } from '../rpc/sleep.ts'
import { writeOut, writeOutSent } from './short-updates.ts'
import { UpdateState } from './update-state.ts'
import type { Delivered, Gap, GapReason, UpdateAction, UpdateStateLimits, UpdatesState } from './update-types.ts'

export interface UpdateLoopOptions {
  readonly clock: Clock
  readonly call: Call
  readonly peers: PeerCache
  readonly self: bigint
  readonly stored: UpdatesState | undefined
  readonly limits: Partial<UpdateStateLimits> | undefined
  readonly closed: AbortSignal
  readonly log: Log
  onDelivered(delivered: Delivered): void
  onGap(gap: Gap): void
  /** A container that does not decode. */
  onUnknown(bytes: Uint8Array, error: TlError): void
  /** The state has moved on; `take` gives what is to be stored. */
  onStateChange(take: () => UpdatesState | undefined): void
}

/** Runs the update state: gives it what comes, asks what it wants to know, hands out what it delivers. */
export interface UpdateLoop {
  /** A container as the server sent it. */
  receive(body: Uint8Array): void
  /** The answer to a request, for what it says of counters. */
  onResult(request: api.Method, result: unknown): void
  catchUp(): void
  /** The counter of secret messages that were delivered, as far as it is known. */
  readonly qts: number | undefined
  /**
   * Resolves when the counters are known, or will not be: to where they began, before anything was delivered, or to
   * undefined.
   */
  readonly known: Promise<UpdatesState | undefined>
}

const CHANNEL_SLICE = 100
/** The same bytes would come for ever. */
const MAX_UNDECODABLE = 3
const RETRY_WAITS = [1000, 5000, 15_000, 60_000]

export function createUpdateLoop(options: UpdateLoopOptions): UpdateLoop {
  const { call, peers, self, closed, log } = options
  // Deadlines are points in time: a clock that is set back must not put off what is asked about a gap.
  const clock = createSteadyClock(options.clock)
  const state = new UpdateState(options.stored, options.limits)
  const known = Promise.withResolvers<UpdatesState | undefined>()
  /** Closed in the middle of a delivery: the counters tell of more than was delivered, and are not to be stored. */
  let isAhead = false
  let cancelTimer: (() => void) | undefined

  /** The state moves and what comes of that is delivered in one go, or not at all: its counters may be stored at any time. */
  function act(move: () => readonly UpdateAction[]): void {
    if (closed.aborted) return
    for (const action of move()) {
      if (closed.aborted) {
        isAhead = true
        return
      }
      switch (action.type) {
        case 'deliver':
          options.onDelivered(action.delivered)
          break
        case 'gap':
          options.onGap(toGap(action))
          break
        default:
          void ask(action)
      }
    }
    if (state.isKnown) {
      options.onStateChange(() => (isAhead ? undefined : state.state))
      known.resolve(undefined)
    }
    schedule()
  }

  function schedule(): void {
    cancelTimer?.()
    cancelTimer = undefined
    const { deadline } = state
    if (deadline === Number.POSITIVE_INFINITY || closed.aborted) return
    cancelTimer = clock.after(Math.max(0, deadline - clock.now()), () => {
      act(() => state.poll(clock.now()))
    })
  }

  type Question = Extract<UpdateAction, { type: `get${string}` }>

  /** Asks until there is an answer, or until it is certain that there will be none: meanwhile nothing more comes. */
  async function ask(question: Question): Promise<void> {
    let undecodable = 0
    for (let attempt = 0; !closed.aborted; attempt++) {
      try {
        return act(await answer(question))
      } catch (error) {
        if (closed.aborted) return
        if (error instanceof RpcError && error.code === 401) return known.resolve(undefined)
        if (question.type !== 'getState') {
          const refused = error instanceof RpcError && error.code < 500 && error.code !== 420
          if (refused) return act(() => giveUp(question, 'REFUSED', error))
          const invalid = error instanceof ClientError && error.code === 'ANSWER_INVALID'
          if (invalid && ++undecodable >= MAX_UNDECODABLE) return act(() => giveUp(question, 'UNDECODABLE', error))
        }
        log('warn', `${question.type} failed, it is asked again`, error)
        const wait = RETRY_WAITS[Math.min(attempt, RETRY_WAITS.length - 1)] ?? 60_000
        const waitMs = error instanceof RpcError ? Math.max(wait, (error.value ?? 0) * 1000) : wait
        await sleep(clock, waitMs, closed).catch(() => {})
      }
    }
  }

  /** Gives what the answer does to the state. */
  async function answer(question: Question): Promise<() => UpdateAction[]> {
    if (question.type === 'getState') {
      const from = await call({ _: 'updates.getState' })
      return () => {
        const { pts, qts, date, seq } = from
        known.resolve({ pts, qts, date, seq, channels: new Map() })
        return state.started(from, clock.now())
      }
    }
    if (question.type === 'getDifference') {
      const { pts, qts, date } = question
      const difference = await call({ _: 'updates.getDifference', pts, qts, date })
      return () => state.difference(difference, clock.now())
    }
    const { channelId, pts } = question
    const channel = peers.get('channel', channelId)
    if (channel === undefined) return () => state.channelLost(channelId, 'CHANNEL_UNKNOWN')
    const difference = await call({
      _: 'updates.getChannelDifference',
      channel: { _: 'inputChannel', channelId, accessHash: channel.accessHash },
      filter: { _: 'channelMessagesFilterEmpty' },
      pts,
      limit: CHANNEL_SLICE,
    })
    return () => state.channelDifference(channelId, difference, clock.now())
  }

  /** What was missed is lost, and what follows is not to wait for it. */
  function giveUp(question: Exclude<Question, { type: 'getState' }>, reason: GapReason, error: Error): UpdateAction[] {
    return question.type === 'getChannelDifference'
      ? state.channelLost(question.channelId, reason, error)
      : state.restart(reason, error)
  }

  function receive(container: api.Updates): void {
    if ('users' in container) peers.learn(container.users, container.chats)
    switch (container._) {
      case 'updateShortMessage':
      case 'updateShortChatMessage': {
        // Who it comes from must be known to be answered; the difference brings them along.
        const known = peers.get('user', container._ === 'updateShortMessage' ? container.userId : container.fromId)
        if (known === undefined && state.isKnown) act(() => state.catchUp())
        else act(() => state.receive(writeOut(container, self), clock.now()))
        return
      }
      default:
        act(() => state.receive(container, clock.now()))
    }
  }

  const stop = (): void => {
    cancelTimer?.()
    known.resolve(undefined)
  }
  if (closed.aborted) stop()
  else closed.addEventListener('abort', stop, { once: true })

  return {
    receive(body) {
      try {
        receive(decode('Updates', body))
      } catch (error) {
        if (!(error instanceof TlError)) throw error
        options.onUnknown(body.slice(), error)
        act(() => state.catchUp())
      }
    },
    onResult(request, result) {
      if (typeof result !== 'object' || result === null || !('_' in result)) return
      if (isUpdates(result)) {
        if (result._ !== 'updateShortSentMessage') return receive(result)
        const sent = request._ === 'messages.sendMessage' ? writeOutSent(request, result, self) : undefined
        return act(() =>
          sent === undefined
            ? state.affected(result.pts, result.ptsCount, undefined, clock.now())
            : state.receive(sent, clock.now()),
        )
      }
      const affected = affectedBy(result)
      if (affected === undefined) return
      act(() => state.affected(affected.pts, affected.ptsCount, channelOf(request), clock.now()))
    },
    catchUp: () => act(() => state.catchUp()),
    get qts() {
      return state.state?.qts
    },
    known: known.promise,
  }
}

function toGap({ channelId, from, to, reason, error }: Gap): Gap {
  return { channelId, from, to, reason, error }
}

type Affected = api.messages.AffectedMessages | api.messages.AffectedHistory | api.messages.AffectedFoundMessages

const AFFECTED: ReadonlySet<unknown> = new Set<Affected['_']>([
  'messages.affectedMessages',
  'messages.affectedHistory',
  'messages.affectedFoundMessages',
])

/** Every answer that carries a pts of its own. */
function affectedBy(result: object): { readonly pts: number; readonly ptsCount: number } | undefined {
  if (!('_' in result) || !AFFECTED.has(result._) || !('pts' in result) || !('ptsCount' in result)) return undefined
  const { pts, ptsCount } = result
  return typeof pts === 'number' && typeof ptsCount === 'number' ? { pts, ptsCount } : undefined
}

const UPDATES: ReadonlySet<unknown> = new Set<api.Updates['_']>([
  'updates',
  'updatesCombined',
  'updateShort',
  'updateShortMessage',
  'updateShortChatMessage',
  'updateShortSentMessage',
  'updatesTooLong',
])

function isUpdates(result: object): result is api.Updates {
  return '_' in result && UPDATES.has(result._)
}

/** The channel whose counter the answer to `request` moves. */
function channelOf(request: api.Method): bigint | undefined {
  if ('query' in request && typeof request.query === 'object') return channelOf(request.query)
  if ('channel' in request && typeof request.channel === 'object' && 'channelId' in request.channel) {
    return request.channel.channelId
  }
  if ('peer' in request && typeof request.peer === 'object' && 'channelId' in request.peer)
    return request.peer.channelId
  return undefined
}
