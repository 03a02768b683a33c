import type { InProcessServer, InProcessSession } from '@chappe/client'
import type { Server } from '@chappe/server'

/** The sessions of people who are in the process of their server, and what may happen to them. */
export interface Sessions {
  inProcess(name: string): InProcessServer
  /** Drops those of a name; answers to what was asked still come, as they do from a session that goes on elsewhere. */
  cut(name: string, until?: Promise<void>): void
  /** So many ms of real time pass before each query of a name is served, and before each update is told. */
  delay(name: string, ms: number): void
  /** The server died: drops all, and nobody knows what became of what was asked. */
  lose(): void
  close(): void
}

interface Session {
  readonly name: string
  end(isLost: boolean): void
  close(): void
}

/** What became of a query is not known. */
class SessionLost extends Error {
  override readonly name: string = 'SessionLost'
  readonly code = 'SESSION_LOST'
}

export interface SessionsOptions {
  /** The server of now, or the next one while there is none. */
  readonly server: () => Promise<Pick<Server, 'openSession'>>
  readonly onActivity: () => void
}

export function createSessions({ server, onActivity }: SessionsOptions): Sessions {
  const open = new Set<Session>()
  const away = new Map<string, Promise<void>>()
  const delays = new Map<string, number>()
  let closed = false

  const openSession = async (
    name: string,
    { authKeyId, onUpdate, onEnd }: Parameters<InProcessServer['openSession']>[0],
  ): Promise<InProcessSession> => {
    await away.get(name)
    let isOpen = true
    const unanswered = new Set<(error: SessionLost) => void>()
    const onAnyUpdate = (body: Uint8Array): void => {
      if (!isOpen) return
      const ms = delays.get(name) ?? 0
      if (ms > 0) setTimeout(() => isOpen && onUpdate(body), ms)
      else onUpdate(body)
      onActivity()
    }
    const inner = await (await server()).openSession({ authKeyId, onUpdate: onAnyUpdate })
    const close = (): void => {
      isOpen = false
      open.delete(session)
      inner.close()
    }
    const session: Session = {
      name,
      close,
      end(isLost) {
        close()
        if (isLost) for (const fail of unanswered) fail(new SessionLost('the server died before it answered'))
        onEnd?.()
      },
    }
    if (closed) inner.close()
    else open.add(session)
    return {
      authKeyId: inner.authKeyId,
      close,
      request(body) {
        if (!isOpen) return Promise.reject(new SessionLost('the session has ended'))
        onActivity()
        const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
        unanswered.add(reject)
        const ms = delays.get(name) ?? 0
        const asked = ms === 0 ? inner.request(body) : pause(ms).then(() => inner.request(body))
        asked.then(resolve, reject).finally(() => {
          onActivity()
          unanswered.delete(reject)
        })
        return promise
      },
    }
  }

  return {
    inProcess: (name) => ({ openSession: (options) => openSession(name, options) }),
    cut(name, until) {
      if (until !== undefined) {
        away.set(name, until)
        void until.finally(() => {
          if (away.get(name) === until) away.delete(name)
        })
      }
      for (const session of [...open]) if (session.name === name) session.end(false)
    },
    delay: (name, ms) => void (ms === 0 ? delays.delete(name) : delays.set(name, ms)),
    lose() {
      for (const session of [...open]) session.end(true)
    },
    close() {
      closed = true
      for (const session of [...open]) session.close()
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
