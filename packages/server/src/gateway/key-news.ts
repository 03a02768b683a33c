import type { BusMessage, SessionName } from '../bus/bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { KeyState } from '../rpc/caller.ts'
import { describeFailure } from '../rpc/describe-failure.ts'
import type { UpkeepTask } from '../rpc/handlers.ts'
import { logFailure } from '../rpc/log-failure.ts'
import type { Store } from '../store/store.ts'
import type { GatewaySession } from './gateway-session.ts'
import type { KeyStates } from './key-states.ts'
import type { Subscribers } from './subscribers.ts'

/** So often it is looked whether a key has changed without word of it: at most so long a lost word lets a key act on. */
export const keyWatchSeconds = 5
/** Changes are read so many at a time. */
const perRead = 500

export interface KeyNewsOptions {
  readonly store: Pick<Store, 'read'>
  readonly keyStates: KeyStates
  readonly subscribers: Pick<Subscribers, 'includes' | 'place'>
  readonly sessions: () => Iterable<GatewaySession>
  /** Who is signed in by these keys may have changed. */
  readonly noteUsers: (changed: ReadonlySet<KeyState>) => void
  /** Ends all sessions of a key that is no more. */
  readonly drop: (authKeyId: bigint) => void
  readonly clock: Pick<Clock, 'defer'>
  readonly log: Log
}

export type KeyMessage = Extract<BusMessage, { readonly type: 'authorization' | 'bound' | 'keyDestroyed' }>

/** What a gateway does when something changes about a key that it holds. */
export interface KeyNews {
  take(message: KeyMessage): void
  /** Finds out, from the store, what the bus did not tell. Run by every process for itself. */
  readonly watch: UpkeepTask
}

export function createKeyNews(options: KeyNewsOptions): KeyNews {
  const { store, keyStates, subscribers, noteUsers, drop, clock, log } = options
  /** All changes up to this one were looked at. */
  let seen: number | undefined

  /** Has the sessions of these keys take part in the updates of whoever is signed in now. */
  const settle = (changed: ReadonlySet<KeyState>, by?: SessionName): void => {
    noteUsers(changed)
    for (const session of options.sessions()) {
      if (session.key === undefined || !changed.has(session.key)) continue
      const isSignedOut = session.key.userId === undefined && subscribers.includes(session)
      subscribers.place(session)
      if (isSignedOut && (by === undefined || !session.is(by))) session.signedOut()
    }
  }

  const reload = async (authKeyId: bigint): Promise<void> => {
    const ids = new Set([authKeyId, ...keyStates.actingFor(authKeyId)])
    for (const id of ids) await keyStates.reload(id)
    settle(new Set([...ids].flatMap((id) => keyStates.get(id) ?? [])))
  }

  const look = async (authKeyId: bigint): Promise<void> => {
    // Also of a key that is no more: queries that wait must not be served as its user's.
    await reload(authKeyId)
    if ((await store.read.authKeys.get(authKeyId)) === undefined) drop(authKeyId)
  }

  const lookAtAll = async (): Promise<void> => {
    const loaded = new Set([...options.sessions()].map(({ transport }) => transport.authKeyId))
    for (const id of loaded) await look(id)
  }

  return {
    take(message) {
      switch (message.type) {
        case 'authorization': {
          const { authKeyId, userId, version, by } = message
          settle(new Set(keyStates.setUser(authKeyId, userId, version)), by)
          return
        }
        case 'bound': {
          const { temporary, requestId } = message
          reload(temporary).catch((error: unknown) => {
            log.error({ requestId, ...describeFailure(error) }, 'a bound key could not be loaded')
          })
          return
        }
        case 'keyDestroyed': {
          const { authKeyId } = message
          // Its own session has the answer first.
          clock.defer(() => {
            look(authKeyId).catch((error: unknown) => {
              logFailure(log, 'error', 'a destroyed key could not be looked at', error)
              drop(authKeyId)
            })
          })
          return
        }
      }
    },
    watch: {
      everySeconds: keyWatchSeconds,
      async run() {
        const { keyChanges } = store.read
        seen ??= keyStates.version
        // Nothing is loaded yet, and what will be is of now.
        if (seen === undefined) return
        if ((await keyChanges.forgottenUpTo()) > seen) {
          const version = await keyChanges.version()
          await lookAtAll()
          seen = version
        }
        for (;;) {
          const changes = await keyChanges.after(seen, perRead)
          for (const id of new Set(changes.map(({ authKeyId }) => authKeyId))) await look(id)
          seen = changes.at(-1)?.version ?? seen
          if (changes.length < perRead) return
        }
      },
    },
  }
}
