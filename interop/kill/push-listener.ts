import { type api, decode } from '@chappe/tl-codec/api'
import type { StoredClientKey } from '@chappe/transport'
import { connectClient, type NetworkClient } from '../../packages/server/src/testing/network-client.ts'
import type { ServerProcess } from '../support/server-process.ts'

/** A change that moves `pts` from `pts - count` to `pts`. */
interface Numbered {
  readonly pts: number
  readonly count: number
  readonly what: string
}

/**
 * Hears what is pushed to one person just as it comes, without asking for what is missing: as long as the server lives,
 * each numbered change must begin where the one before it ended.
 */
export class PushListener {
  readonly complaints: string[] = []
  /** How many pushed changes were in their place. */
  heard = 0
  readonly #name: string
  readonly #client: NetworkClient
  /** Where the last push ended; undefined when something may have been missed. */
  #pts: number | undefined

  /** @param key of a device of that person */
  constructor(server: ServerProcess, name: string, key: StoredClientKey) {
    this.#name = name
    this.#client = connectClient(server, {
      key,
      onUpdate: (body) => this.#take(decode('Updates', body)),
      onNewSession: () => this.listen(),
    })
    this.listen()
  }

  /** A server that was started anew pushes only to clients that have asked for something. */
  listen(): void {
    this.#pts = undefined
    this.#client.wake()
    this.#client.call({ _: 'updates.getState' }).catch(() => {})
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  #take(updates: api.Updates): void {
    const numbered = numberedIn(updates)
    if (numbered === undefined) {
      this.#pts = undefined
      return
    }
    for (const { pts, count, what } of numbered) {
      if (this.#pts !== undefined) {
        if (pts - count !== this.#pts) {
          this.complaints.push(`${this.#name} hears of ${what} from pts ${pts - count} to ${pts}, after ${this.#pts}`)
        }
        this.heard++
      }
      this.#pts = pts
    }
  }
}

/** The numbered changes of a container in their order; undefined when it says that something was left out. */
function numberedIn(updates: api.Updates): Numbered[] | undefined {
  switch (updates._) {
    case 'updatesTooLong':
      return undefined
    case 'updateShortMessage':
    case 'updateShortChatMessage':
      return [{ pts: updates.pts, count: updates.ptsCount, what: updates._ }]
    case 'updateShort':
      return numbered(updates.update)
    case 'updates':
    case 'updatesCombined':
      return updates.updates.flatMap(numbered).sort((a, b) => a.pts - b.pts)
    case 'updateShortSentMessage':
      throw new TypeError('only an answer is one of these')
  }
}

function numbered(update: api.Update): Numbered[] {
  if (!('pts' in update && 'ptsCount' in update) || update.pts === undefined) return []
  return [{ pts: update.pts, count: update.ptsCount, what: update._ }]
}
