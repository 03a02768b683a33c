import type { ClientEndpoint, Clock, RequestOptions } from '@chappe/transport/client'
import type { DataCentres } from '../rpc/data-centres.ts'

/** Connections that carry parts of files and nothing else, so that messages do not wait behind them. */
export interface FileConnections {
  request(body: Uint8Array, dcId: number, options: RequestOptions): Promise<Uint8Array>
  close(): Promise<void>
}

interface FileConnection {
  readonly endpoint: Promise<ClientEndpoint>
  underWay: number
  /** When it last had something to do, in ms. */
  usedAt: number
}

/** One more is opened when each has so many requests under way. */
const BUSY_WITH = 2
/** So long one without requests stays open. */
const IDLE_MS = 30_000

export interface FileConnectionsPort {
  readonly clock: Clock
  readonly centres: Pick<DataCentres, 'another'>
  /** To one data centre. */
  readonly maxConnections: number
}

export function createFileConnections({ clock, centres, maxConnections }: FileConnectionsPort): FileConnections {
  const open = new Map<number, FileConnection[]>()
  let cancelLook: (() => void) | undefined

  /** The one that has least to do, or another one if all are busy. */
  function choose(dcId: number): FileConnection {
    const all = open.get(dcId) ?? []
    open.set(dcId, all)
    const [least] = [...all].sort((a, b) => a.underWay - b.underWay)
    if (least !== undefined && (least.underWay < BUSY_WITH || all.length >= maxConnections)) return least
    const added: FileConnection = { endpoint: centres.another(dcId), underWay: 0, usedAt: clock.now() }
    all.push(added)
    added.endpoint.catch(() => remove(dcId, added))
    return added
  }

  function remove(dcId: number, one: FileConnection): void {
    const left = open.get(dcId)?.filter((other) => other !== one) ?? []
    if (left.length > 0) open.set(dcId, left)
    else open.delete(dcId)
  }

  function closeIdle(): void {
    const now = clock.now()
    for (const [dcId, all] of [...open]) {
      for (const one of all) {
        if (one.underWay > 0 || now - one.usedAt < IDLE_MS) continue
        remove(dcId, one)
        void one.endpoint.then((endpoint) => endpoint.close()).catch(() => {})
      }
    }
    if (open.size > 0) look()
  }

  function look(): void {
    cancelLook ??= clock.after(IDLE_MS, () => {
      cancelLook = undefined
      closeIdle()
    })
  }

  return {
    async request(body, dcId, options) {
      const one = choose(dcId)
      one.underWay++
      try {
        const endpoint = await one.endpoint
        // It gave up, and another one may not.
        if (endpoint.state === 'closed') remove(dcId, one)
        return await endpoint.request(body, options)
      } finally {
        one.underWay--
        one.usedAt = clock.now()
        look()
      }
    },
    async close() {
      cancelLook?.()
      const all = [...open.values()].flat()
      open.clear()
      await Promise.all(all.map((one) => one.endpoint.then((endpoint) => endpoint.close()).catch(() => {})))
    },
  }
}
