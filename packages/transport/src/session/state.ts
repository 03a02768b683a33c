import type { AuthKey, RandomBytes } from '@chappe/crypto'
import type { MessageIdGenerator } from '../message-id.ts'
import type { Acknowledgements } from './acknowledgements.ts'
import type { AwaitedQuickAcks } from './awaited-quick-acks.ts'
import type { ClientSalts } from './client-salts.ts'
import type { DeliveryOrder } from './delivery-order.ts'
import type { Envelope, Role } from './envelope.ts'
import type { SessionEvent } from './events.ts'
import type { InflateBudget } from './inflate-budget.ts'
import type { SessionLimits } from './limits.ts'
import type { Links } from './links.ts'
import type { MessageTable } from './message-table.ts'
import type { Outbox } from './outbox.ts'
import type { Outgoing } from './outgoing.ts'
import type { ReceivedMessages } from './received-messages.ts'
import type { RefusedOfKey } from './refused-ahead.ts'
import type { ServerSalts } from './server-salts.ts'
import type { WaitingQueries } from './waiting-queries.ts'

/** A message whose turn has come. */
export interface Delivery {
  readonly msgId: bigint
  readonly body: Uint8Array
  readonly connection: number
}

/** A quick acknowledgement leaves when every query of its packet is answered, hence durable. */
export interface QuickAck {
  readonly connection: number
  readonly token: number
  waiting: number
}

/** A query at the server. */
export interface Served {
  status: 'held' | 'running' | 'dropped' | 'answered'
  answer: Outgoing | undefined
  quickAck: QuickAck | undefined
  /** Of its body as it is handed out; 0 before that. */
  bytes: number
}

export interface ServerSide {
  readonly role: 'server'
  readonly salts: ServerSalts
  /** When as many salts were given as were asked for, in ms. */
  saltsGivenAt: number
  readonly served: MessageTable<bigint, Served>
  running: number
  /** Queries whose turn has come and that may not begin yet. */
  readonly waiting: WaitingQueries
  /** Bytes of the queries that are running. */
  runningBytes: number
  /** How much of what is on its way may still be had again by the packet that is being received, in bytes. */
  leavesAgain: number
  /** How much may still be inflated in this turn. */
  inflatable: number
  /** And in time. */
  readonly inflating: InflateBudget
  /** new_session_created is still to be sent. */
  unannounced: boolean
  /** Outer msg_ids up to this were received in a session of this identifier that has ended. */
  readonly floor: bigint
  /** Packets refused as being ahead of time. Their messages came again under other numbers, so their time never comes. */
  readonly refusedAhead: RefusedOfKey
  /** Packets refused as a whole: what is to be said over the connections that brought them. */
  readonly refusals: { readonly connection: number; readonly body: Uint8Array }[]
  /** The packet that is being received. */
  quickAck: QuickAck | undefined
  readonly quickAcks: QuickAck[]
}

export interface ClientSide {
  readonly role: 'client'
  readonly salts: ClientSalts
  readonly requests: MessageTable<number, Outgoing>
  nextRequestId: number
  readonly quickAcks: AwaitedQuickAcks
  /** Some request has asked for one. */
  asksForQuickAcks: boolean
  /** Queries of the session itself, whose answers nobody waits for. */
  readonly own: Set<number>
  serverUniqueId: bigint | undefined
  /** The new_session_created that counts, and the connection that brought it. */
  announced: { readonly msgId: bigint; readonly connection: number } | undefined
  /** Up to where identifiers are forgotten, and since when, in ms. */
  floor: { readonly msgId: bigint; readonly since: number }
  /** msgs_state_req sent, by msg_id, with what was asked after. */
  readonly stateRequests: Map<bigint, readonly Outgoing[]>
  ping: { readonly id: bigint; readonly sentAt: number } | undefined
  /** When bytes of the server came last. */
  heardAt: number
  /** Until when a slow line may be busy with what has left, in ms. */
  busyUntil: number
  /** When it pinged last, or began to use its connection. */
  pingedAt: number
  saltsAskedAt: number
  /** Over HTTP: every packet is a POST of its own, so the server's answers may overtake each other, or be lost singly. */
  posts: boolean
  /** The gap in the server's numbering that a ping has asked about, by when it began. */
  gapAsked: number | undefined
  /** Packets out of time by our clock, which may be what is wrong: looked at again when the server has set it right. */
  outOfTime: { readonly envelope: Envelope; readonly connection: number }[]
}

export interface SessionState {
  readonly side: ServerSide | ClientSide
  readonly key: AuthKey
  readonly random: RandomBytes
  readonly limits: SessionLimits
  readonly ids: MessageIdGenerator
  readonly links: Links
  readonly acks: Acknowledgements
  readonly outbox: Outbox
  readonly order: DeliveryOrder<Delivery>
  received: ReceivedMessages
  events: SessionEvent[]
  sessionId: bigint
  /** The time of the last input, in ms. */
  now: number
  /** When unsettled messages are next looked through, in ms. */
  scanAt: number
}

/** The peer of `role`. */
export function peerOf(role: Role): Role {
  return role === 'client' ? 'server' : 'client'
}

/** Unix time in seconds by the server's clock. */
export function serverSeconds(state: SessionState): number {
  return state.now / 1000 + state.ids.timeOffset
}
