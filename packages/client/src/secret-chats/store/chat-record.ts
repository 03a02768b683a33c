import type { DhGroup, DhHalf, SecretChatEndReason, SecretChatRole, SecretChatState } from '@chappe/crypto'
import type { RecordReader } from '../../storage/records.ts'
import type { TimedMessage } from '../self-destruct.ts'
import { type HistoryState, readHistoryState, storedHistory } from './history-state.ts'
import { readChatState } from './read-chat-state.ts'
import { readStoredFile, type StoredFile } from './stored-message.ts'

/**
 * Why a secret chat is over: by this end (`ENDED_HERE`), by the other one (`ENDED_THERE`), because another device has taken it
 * or whoever asked has changed their mind (`TAKEN_OR_WITHDRAWN`), because the values of the key exchange fail their checks
 * (`KEY_EXCHANGE`), because the server refuses it (`REFUSED`), or because the other end broke the rules.
 */
export type SecretChatOverReason =
  | 'ENDED_HERE'
  | 'ENDED_THERE'
  | 'TAKEN_OR_WITHDRAWN'
  | 'KEY_EXCHANGE'
  | 'REFUSED'
  | SecretChatEndReason

/** How far a chat has come. */
export type ChatPhase =
  /** Asked for here; `answered` once the server has told the other side's devices. */
  | { readonly kind: 'waiting'; readonly half: DhHalf; readonly group: DhGroup; readonly answered: boolean }
  /** Somebody asks; nobody here has said anything yet. */
  | { readonly kind: 'requested'; readonly gA: Uint8Array }
  /** This device has taken it, and the server may not know. */
  | { readonly kind: 'accepting'; readonly gB: Uint8Array; readonly keyFingerprint: bigint }
  | { readonly kind: 'active' }
  /** `told` once the server knows. */
  | {
      readonly kind: 'ended'
      readonly reason: SecretChatOverReason
      readonly told: boolean
      readonly deleteHistory: boolean
    }

/** What the transmission of one's own message needs beside its packet, until the other end has it. */
export interface Outgoing {
  readonly randomId: bigint
  /** Its number in the history; undefined for what is not shown there. */
  readonly id: number | undefined
  readonly silent: boolean
  readonly file: StoredFile | undefined
}

/** What came beside a packet and is needed when its turn comes. */
export interface Beside {
  readonly randomId: bigint
  readonly date: number
  readonly file: StoredFile | undefined
  /** key_fingerprint of the file. */
  readonly fingerprint: number
}

/** A packet that came before the key. */
export interface EarlyPacket extends Beside {
  readonly packet: Uint8Array
}

/** What people compare, as it was when the chat began. */
export interface KeyPicture {
  readonly image: Uint8Array
  readonly hex: string
}

/** All that is kept of one secret chat, but for the older part of its history. */
export interface ChatRecord {
  readonly id: number
  accessHash: bigint
  readonly userId: bigint
  readonly role: SecretChatRole
  /** Unix time in seconds. */
  readonly date: number
  phase: ChatPhase
  state: SecretChatState | undefined
  picture: KeyPicture | undefined
  /** The lifetime of new messages, in seconds; 0 is for ever. */
  ttl: number
  timers: readonly TimedMessage[]
  history: HistoryState
  outgoing: Outgoing[]
  beside: Beside[]
  early: EarlyPacket[]
  /** Up to which number messages were dealt with by the app. */
  handled: number
  /** Up to which date the other end has read. */
  readDate: number
}

export function newChatRecord(
  of: Pick<ChatRecord, 'id' | 'accessHash' | 'userId' | 'role' | 'date' | 'phase'>,
): ChatRecord {
  return {
    ...of,
    ...{ state: undefined, picture: undefined, ttl: 0, timers: [] },
    history: { nextId: 1, firstId: 1, tail: [], blocks: [], doomed: [] },
    ...{ outgoing: [], beside: [], early: [], handled: 0, readDate: 0 },
  }
}

const OVER_REASONS: readonly SecretChatOverReason[] = [
  'ENDED_HERE',
  'ENDED_THERE',
  'TAKEN_OR_WITHDRAWN',
  'KEY_EXCHANGE',
  'REFUSED',
  'SEQ_NO_PARITY',
  'SEQ_NO_RANGE',
  'IN_SEQ_NO_DECREASED',
  'IN_SEQ_NO_AHEAD',
  'GAP_TOO_LARGE',
  'GAP_NOT_FILLED',
  'RESEND_UNSATISFIABLE',
  'RESEND_TOO_OFTEN',
  'REKEY_PUBLIC_VALUE',
  'REKEY_FINGERPRINT',
  'REKEY_UNEXPECTED',
]

export function readChatRecord(record: RecordReader): ChatRecord {
  return {
    id: record.number('id'),
    accessHash: record.bigint('accessHash'),
    userId: record.bigint('userId'),
    role: record.oneOf('role', ['creator', 'invited']),
    date: record.number('date'),
    phase: record.nested('phase', readPhase),
    state: record.has('state') ? record.nested('state', readChatState) : undefined,
    picture: record.has('picture')
      ? record.nested('picture', (item) => ({ image: item.bytes('image'), hex: item.string('hex') }))
      : undefined,
    ttl: record.number('ttl'),
    timers: record.list('timers', readTimed),
    history: record.nested('history', readHistoryState),
    outgoing: record.list('outgoing', (item) => ({
      randomId: item.bigint('randomId'),
      id: item.optional('number', 'id'),
      silent: item.boolean('silent'),
      file: readStoredFile(item),
    })),
    beside: record.list('beside', readBeside),
    early: record.list('early', (item) => ({ ...readBeside(item), packet: item.bytes('packet') })),
    handled: record.number('handled'),
    readDate: record.number('readDate'),
  }
}

function readPhase(record: RecordReader): ChatPhase {
  const kind = record.oneOf('kind', ['waiting', 'requested', 'accepting', 'active', 'ended'])
  switch (kind) {
    case 'waiting': {
      const half = { secret: record.bytes('secret'), public: record.bytes('public') }
      const group = { p: record.bytes('p'), g: record.number('g') }
      return { kind, half, group, answered: record.boolean('answered') }
    }
    case 'requested':
      return { kind, gA: record.bytes('gA') }
    case 'accepting':
      return { kind, gB: record.bytes('gB'), keyFingerprint: record.bigint('keyFingerprint') }
    case 'active':
      return { kind }
    case 'ended':
      return {
        ...{ kind, reason: record.oneOf('reason', OVER_REASONS) },
        ...{ told: record.boolean('told'), deleteHistory: record.boolean('deleteHistory') },
      }
  }
}

/** The form in which a record is stored. */
export function storedForm({ phase, history, ...rest }: ChatRecord): object {
  const form = { ...rest, history: storedHistory(history) }
  if (phase.kind !== 'waiting') return { ...form, phase }
  const { kind, half, group, answered } = phase
  return { ...form, phase: { kind, ...half, ...group, answered } }
}

function readTimed(item: RecordReader): TimedMessage {
  return {
    randomId: item.bigint('randomId'),
    ttl: item.number('ttl'),
    out: item.boolean('out'),
    date: item.number('date'),
    whenOpened: item.boolean('whenOpened'),
    deleteAt: item.optional('number', 'deleteAt'),
  }
}

function readBeside(item: RecordReader): Beside {
  return {
    randomId: item.bigint('randomId'),
    date: item.number('date'),
    file: readStoredFile(item),
    fingerprint: item.number('fingerprint'),
  }
}
