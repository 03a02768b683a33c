import type { Clock } from '@chappe/transport/client'
import { createPeerCache, type KnownPeer, type PeerCache, readKnownPeer } from './peers/peer-cache.ts'
import { decodeRecord, encodeRecord, type RecordReader } from './storage/records.ts'
import type { ClientStorage } from './storage/storage.ts'
import type { Handling } from './updates/handling.ts'
import type { UpdatesState } from './updates/update-types.ts'

/** What is kept of an account between two runs. */
export interface Account {
  /** The data centre that it lives in. */
  readonly dcId: number
  readonly userId: bigint | undefined
  readonly updates: UpdatesState | undefined
  readonly peers: PeerCache
  /** Somebody signed in or out, or moved: known at once, stored by `save`. */
  identify(identity: Identity): void
  /** Stores who is signed in and where; durable when it resolves. */
  save(): Promise<void>
  /** Updates are followed from here on; durable when it resolves, which has to be before anybody is said to be signed in. */
  startAt(updates: UpdatesState): Promise<void>
  /** Stored a moment later, so that a stream of updates costs few writes. After a crash some may come again. */
  noteUpdates(take: () => UpdatesState | undefined): void
  /** Nobody is signed in: what was known of the account is forgotten. */
  forget(): Promise<void>
  /**
   * Stores what waits to be stored, at once. Counters that run ahead of what the app has dealt with (`leaving`: the
   * process may end at any moment), or at least taken, are left as they were stored, so that it comes again.
   */
  flush(leaving?: 'leaving'): Promise<void>
}

export interface Identity {
  readonly dcId: number
  readonly userId: bigint | undefined
}

export interface AccountOptions {
  readonly storage: ClientStorage
  readonly clock: Clock
  readonly maxPeers: number
  readonly nameLifetimeMs: number
  readonly defaultDcId: number
  /** What was delivered and is being dealt with. */
  readonly handling: Handling
  onStorageError(error: unknown): void
}

const SAVE_DELAY_MS = 1000

export async function loadAccount(options: AccountOptions): Promise<Account> {
  const { storage, clock, handling, maxPeers, nameLifetimeMs } = options
  const identity = decodeRecord(await storage.load('account'), (record) => {
    return { dcId: record.number('dcId'), userId: record.optional('bigint', 'userId') }
  })
  const known = decodeRecord(await storage.load('peers'), (record) => record.list('peers', readKnownPeer)) ?? []
  let updates = decodeRecord(await storage.load('updates'), readUpdates)
  let takeUpdates: (() => UpdatesState | undefined) | undefined
  let dcId = identity?.dcId ?? options.defaultDcId
  let userId = identity?.userId
  const dirty = new Set<'peers' | 'updates'>()
  let cancelTimer: (() => void) | undefined
  /** Saves come one after the other. */
  let saving: Promise<void> = Promise.resolve()
  let taken = 0
  let stored = 0
  const peers = createPeerCache({ maxPeers, nameLifetimeMs, known, now: clock.now, onChange: () => later('peers') })

  function later(what: 'peers' | 'updates'): void {
    dirty.add(what)
    cancelTimer ??= clock.after(SAVE_DELAY_MS, () => {
      cancelTimer = undefined
      void store(true).catch(options.onStorageError)
    })
  }

  /** Takes the counters, and stores them when what was delivered up to there has been dealt with. */
  async function store(patient: boolean): Promise<void> {
    const number = ++taken
    const withUpdates = dirty.delete('updates')
    const reached = withUpdates ? (takeUpdates?.() ?? updates) : undefined
    // Peers first: an update that is remembered as seen must not name someone who is not.
    const savedPeers = storePeers()
    if (!withUpdates) return savedPeers
    if (patient) await handling.settled()
    await storeUpdates(number, reached, savedPeers)
  }

  function storePeers(): Promise<void> {
    return inTurn(async () => {
      if (dirty.delete('peers')) await attempt('peers', encodeRecord({ peers: [...peers.all].map(toRecord) }))
    })
  }

  function storeUpdates(number: number, reached: UpdatesState | undefined, savedPeers: Promise<void>): Promise<void> {
    return inTurn(async () => {
      await savedPeers
      // Another one that was taken later may have been stored sooner.
      if (number < stored) return
      stored = number
      updates = reached
      await attempt('updates', reached === undefined ? undefined : encodeRecord(writeUpdates(reached)))
    })
  }

  function inTurn(act: () => Promise<void>): Promise<void> {
    const next = saving.then(act)
    saving = next.catch(() => {})
    return next
  }

  async function attempt(what: 'peers' | 'updates', bytes: Uint8Array | undefined): Promise<void> {
    try {
      await storage.save(what, bytes)
    } catch (error) {
      later(what)
      throw error
    }
  }

  async function save(): Promise<void> {
    await storage.save('account', encodeRecord({ dcId, userId }))
  }

  return {
    get dcId() {
      return dcId
    },
    get userId() {
      return userId
    },
    get updates() {
      return updates
    },
    peers,
    identify(next) {
      dcId = next.dcId
      userId = next.userId
    },
    save,
    startAt: (state) => storeUpdates(++taken, state, storePeers()),
    noteUpdates(take) {
      takeUpdates = take
      later('updates')
    },
    async forget() {
      updates = undefined
      takeUpdates = undefined
      peers.clear()
      userId = undefined
      dirty.add('updates')
      await save()
      await store(false)
    },
    async flush(leaving) {
      cancelTimer?.()
      cancelTimer = undefined
      if (leaving === undefined ? handling.taken : handling.idle) return store(false)
      const ahead = dirty.delete('updates')
      await store(false)
      if (!ahead) return
      // Whoever leaves may come back.
      if (leaving !== undefined) later('updates')
      else dirty.add('updates')
    },
  }
}

function toRecord({ kind, id, accessHash, username, phone, nameAt, phoneAt }: KnownPeer): KnownPeer {
  return { kind, id, accessHash, username, phone, nameAt, phoneAt }
}

function writeUpdates({ pts, qts, date, seq, channels }: UpdatesState) {
  return { pts, qts, date, seq, channels: [...channels].map(([id, channelPts]) => ({ id, pts: channelPts })) }
}

function readUpdates(record: RecordReader): UpdatesState {
  const channels = record.list('channels', (item) => [item.bigint('id'), item.number('pts')] as const)
  return {
    pts: record.number('pts'),
    qts: record.number('qts'),
    date: record.number('date'),
    seq: record.number('seq'),
    channels: new Map(channels),
  }
}
