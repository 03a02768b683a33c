import { type api, encodePush } from '@chappe/tl-layers'
import type { SessionName } from '../bus/bus.ts'
import type { Sessions } from '../delivery/sessions.ts'
import type { UserId } from '../ids.ts'
import { layerOf } from '../rpc/layer.ts'
import { botLangOf } from '../rules/bot-scopes.ts'
import { writeInLanguage } from '../views/in-language.ts'
import type { GatewaySession } from './gateway-session.ts'

/** The sessions of this gateway that take part in updates, by user. */
export interface Subscribers extends Sessions {
  /** Puts a session where it belongs after its key's user, or its wish for updates, has changed. */
  place(session: GatewaySession): void
  remove(session: GatewaySession): void
  /** Whether it is told of what concerns somebody now. */
  includes(session: GatewaySession): boolean
}

/**
 * Writes updates once for each layer that the sessions speak, and where they name somebody who is called otherwise in other languages
 * once for each of these, and pushes them. A session of a layer that has nothing of them is pushed nothing, or has to catch up
 * if they moved a counter.
 */
function pushTo(sessions: Iterable<GatewaySession>, updates: api.Updates, except: SessionName | undefined): void {
  /** By the layer alone, or by layer and language. */
  const bodiesOf = new Map<number | string, readonly Uint8Array[]>()
  for (const session of sessions) {
    if (session.key === undefined || (except !== undefined && session.is(except))) continue
    const layer = layerOf(session.key)
    const langCode = session.key.client?.langCode
    let bodies = bodiesOf.get(layer) ?? bodiesOf.get(inLang(layer, langCode))
    if (bodies === undefined) {
      const { written, isAddressed } = writeInLanguage(langCode, () => encodePush(updates, layer))
      bodies = written
      bodiesOf.set(isAddressed ? inLang(layer, langCode) : layer, bodies)
    }
    for (const body of bodies) session.push(body)
  }
}

function inLang(layer: number, langCode: string | undefined): string {
  return `${layer} ${botLangOf(langCode)}`
}

function written({ authKeyId, sessionId }: SessionName): string {
  return `${authKeyId} ${sessionId}`
}

/**
 * @param all sessions of this gateway, also those that take part in nobody's updates
 * @param entered told of a user one of whose sessions is here now, whether it is the first, and of what device it is
 * @param left told of a user whose last session is gone
 */
export function createSubscribers(
  all: () => Iterable<GatewaySession>,
  entered: (userId: UserId, isFirst: boolean, authKeyId: bigint) => void = () => {},
  left: (userId: UserId) => void = () => {},
): Subscribers {
  const byUser = new Map<UserId, Set<GatewaySession>>()
  const userOf = new Map<GatewaySession, UserId>()
  const byName = new Map<string, GatewaySession>()
  const byDevice = new Map<bigint, Set<GatewaySession>>()
  /** A key may be bound to another one while its session is here. */
  const nameOf = new Map<GatewaySession, SessionName>()

  const remove = (session: GatewaySession): void => {
    const userId = userOf.get(session)
    if (userId === undefined) return
    userOf.delete(session)
    const name = nameOf.get(session)
    nameOf.delete(session)
    if (name !== undefined) {
      if (byName.get(written(name)) === session) byName.delete(written(name))
      const ofDevice = byDevice.get(name.authKeyId)
      ofDevice?.delete(session)
      if (ofDevice?.size === 0) byDevice.delete(name.authKeyId)
    }
    const sessions = byUser.get(userId)
    sessions?.delete(session)
    if (sessions?.size !== 0) return
    byUser.delete(userId)
    left(userId)
  }

  function* sessionsOf(userIds: Iterable<UserId>): Iterable<GatewaySession> {
    for (const userId of userIds) yield* byUser.get(userId) ?? []
  }

  const isHere = (sessions: Iterable<GatewaySession> = [], except?: SessionName | undefined): boolean => {
    for (const session of sessions) {
      if (session.transport.connected && (except === undefined || !session.is(except))) return true
    }
    return false
  }

  return {
    remove,
    includes: (session) => userOf.has(session),
    place(session) {
      const userId = session.wantsUpdates ? session.key?.userId : undefined
      if (userOf.get(session) === userId) return
      remove(session)
      if (userId === undefined) return
      userOf.set(session, userId)
      const { transport, key } = session
      const name = { authKeyId: key?.authKeyId ?? transport.authKeyId, sessionId: transport.sessionId }
      byName.set(written(name), session)
      nameOf.set(session, name)
      const ofDevice = byDevice.get(name.authKeyId)
      if (ofDevice === undefined) byDevice.set(name.authKeyId, new Set([session]))
      else ofDevice.add(session)
      const sessions = byUser.get(userId)
      if (sessions === undefined) byUser.set(userId, new Set([session]))
      else sessions.add(session)
      entered(userId, sessions === undefined, name.authKeyId)
    },
    get size() {
      return byUser.size
    },
    ownerOf(name) {
      const session = byName.get(written(name))
      return session && userOf.get(session)
    },
    has: (userId, except) => isHere(byUser.get(userId), except),
    *users() {
      for (const [userId, sessions] of byUser) if (isHere(sessions)) yield userId
    },
    push(userId, updates, except) {
      pushTo(byUser.get(userId) ?? [], updates, except)
    },
    pushToAll(userIds, updates, except) {
      pushTo(sessionsOf(userIds), updates, except)
    },
    missed(userId, except) {
      for (const session of byUser.get(userId) ?? []) {
        if (except === undefined || !session.is(except)) session.missed()
      }
    },
    hasDevice: (authKeyId) => isHere(byDevice.get(authKeyId)),
    pushToDevice(authKeyId, updates) {
      pushTo(byDevice.get(authKeyId) ?? [], updates, undefined)
    },
    deviceMissed(authKeyId) {
      for (const session of byDevice.get(authKeyId) ?? []) session.missed()
    },
    pushToKey(authKeyId, updates) {
      const its = [...all()].filter((session) => session.wantsUpdates && session.key?.authKeyId === authKeyId)
      pushTo(its, updates, undefined)
    },
  }
}
