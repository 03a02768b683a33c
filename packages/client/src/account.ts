import type { Clock } from '@chappe/transport/client'
import { createPeerCache, type KnownPeer, type PeerCache, readKnownPeer } from './peers/peer-cache.ts'
import { decodeRecord, encodeRecord, type RecordReader } from './storage/records.ts'
import type { ClientStorage } from './storage/storage.ts'
import type { UpdatesState } from './updates/update-types.ts'

/** What is kept of an account between two runs. */
export interface Account {
  /** The data centre that it lives in. */
  readonly dcId: number
  readonly userId: bigint | undefined
  readonly updates: UpdatesState | undefined
  readonly peers: PeerCache
  /** Somebody signed in or out, or moved; durable when it resolves. */
  save(identity: { readonly dcId: number; readonly userId: bigint | undefined }): Promise<void>
  /** Stored a moment later, so that a stream of updates costs few writes. After a crash some may come again. */
  noteUpdates(take: () => UpdatesState | undefined): void
  /** Nobody is signed in: what was known of the account is forgotten. */
  forget(): Promise<void>
  /** Stores what waits to be stored. */
  flush(): Promise<void>
}

export interface AccountOptions {
  readonly storage: ClientStorage
  readonly clock: Clock
  readonly maxPeers: number
  readonly defaultDcId: number
  onStorageError(error: unknown): void
}

const SAVE_DELAY_MS = 1000

export async function loadAccount(options: AccountOptions): Promise<Account> {
  const { storage, clock } = options
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
  const peers = createPeerCache(options.maxPeers, known, () => later('peers'))

  function later(what: 'peers' | 'updates'): void {
    dirty.add(what)
    cancelTimer ??= clock.after(SAVE_DELAY_MS, () => void flush().catch(options.onStorageError))
  }

  async function flush(): Promise<void> {
    cancelTimer?.()
    cancelTimer = undefined
    const saves: Promise<void>[] = []
    // Peers first: an update that is remembered as seen must not name someone who is not.
    if (dirty.delete('peers')) saves.push(storage.save('peers', encodeRecord({ peers: [...peers.all].map(toRecord) })))
    if (dirty.delete('updates')) {
      updates = takeUpdates?.() ?? updates
      saves.push(storage.save('updates', updates === undefined ? undefined : encodeRecord(writeUpdates(updates))))
    }
    await Promise.all(saves)
  }

  async function save(next: { readonly dcId: number; readonly userId: bigint | undefined }): Promise<void> {
    dcId = next.dcId
    userId = next.userId
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
    save,
    noteUpdates(take) {
      takeUpdates = take
      later('updates')
    },
    async forget() {
      updates = undefined
      takeUpdates = undefined
      peers.clear()
      later('updates')
      await save({ dcId, userId: undefined })
      await flush()
    },
    flush,
  }
}

function toRecord({ kind, id, accessHash, username, phone }: KnownPeer): KnownPeer {
  return { kind, id, accessHash, username, phone }
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
