import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxId, type BoxPeer, isUser, type PeerId, type UnixTime, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { isOver, nearTo } from '../../rules/live-locations.ts'
import type { Transaction } from '../../store/store.ts'
import type { Content } from '../content/draft.ts'
import { noteDraft } from '../content/note-draft.ts'
import { deliver } from './deliver.ts'
import { unpack } from './message-copies.ts'

/** So many live locations of a chat are looked at, the newest ones, and so many people are told of at once. */
const maxLooked = 50
const maxTold = 10
/** That the same two have met again is said no more often: whoever stands at the border goes to and fro. */
const toldAgainMs = 60_000

/** Somebody whose place is another one now. */
export interface Move {
  /** Where it is said: in the own box, or in the log of a supergroup. */
  readonly box: BoxId
  readonly peer: PeerId
  readonly by: UserId
  /** As whom the person is shown there. */
  readonly shown: api.Peer
  /** Missing for who has only now begun to say it. */
  readonly before?: api.MessageMedia | undefined
  readonly now: api.MessageMedia | undefined
  readonly date: UnixTime
  /** How many seconds ago the person began. */
  readonly age: number
}

/** Somebody who says where he or she is. */
interface Located {
  readonly from: UserId
  readonly shown: api.Peer
  readonly media: api.messageMediaGeoLive
}

/**
 * Within a unit: who has come near whom by a move, of those who wanted to be told ("Live geolocations", "Proximity alert"). Both say
 * where they are in the same chat; who was near before is no news.
 */
export async function findApproaches(tx: Transaction, move: Move): Promise<api.messageActionGeoProximityReached[]> {
  const { now, by, shown, peer, date, age } = move
  if (now?._ !== 'messageMediaGeoLive' || isOver(now, age)) return []
  const before = move.before?._ === 'messageMediaGeoLive' ? move.before : undefined
  const found: api.messageActionGeoProximityReached[] = []
  const note = async (traveler: Located, watcher: Located, distance: number): Promise<void> => {
    if (found.length >= maxTold) return
    const name = `proximity ${isUser(peer) ? 'private' : peer} ${traveler.from} ${watcher.from}`
    const bucket = { name, costMs: toldAgainMs, capacityMs: toldAgainMs }
    if ((await tx.rateBuckets.take(bucket, date * 1000)) > 0) return
    found.push({ _: 'messageActionGeoProximityReached', fromId: traveler.shown, toId: watcher.shown, distance })
  }
  const mover: Located = { from: by, shown, media: now }
  for (const other of await othersIn(tx, move)) {
    const { media } = other
    const toOther = before !== undefined && nearTo(media, before) !== undefined ? undefined : nearTo(media, now)
    if (toOther !== undefined) await note(mover, other, toOther)
    const toMover = before !== undefined && nearTo(before, media) !== undefined ? undefined : nearTo(now, media)
    if (toMover !== undefined) await note(other, mover, toMover)
  }
  return found
}

/** Within a unit: the same for what somebody has just said. */
export async function approachesBySaying(
  tx: Transaction,
  place: Omit<Move, 'before' | 'now' | 'age'>,
  said: readonly Pick<Content, 'media' | 'fwdFrom'>[],
): Promise<api.messageActionGeoProximityReached[]> {
  const found: api.messageActionGeoProximityReached[] = []
  for (const { media, fwdFrom } of said) {
    // Where somebody else is who said so elsewhere is no place of one's own.
    if (fwdFrom === undefined) found.push(...(await findApproaches(tx, { ...place, now: media, age: 0 })))
  }
  return found
}

/** Who else says in a chat where they are, each by the newest message. */
async function othersIn(tx: Transaction, { box, peer, by, date }: Move): Promise<Iterable<Located>> {
  const ids = await tx.messageMarks.ids(box, peer, 'liveLocation', maxLooked)
  const others = new Map<UserId, Located>()
  for (const stored of (await tx.messages.many(box, ids)).sort((a, b) => b.id - a.id)) {
    const { from } = stored
    const message = unpack(stored)?.message
    if (from === by || others.has(from) || message?._ !== 'message' || message.fwdFrom !== undefined) continue
    const { media, fromId = toPeer(from) } = message
    if (media?._ !== 'messageMediaGeoLive' || isOver(media, date - message.date)) continue
    others.set(from, { from, shown: fromId, media })
  }
  return others.values()
}

/** Within a unit: says in a private chat or a group who has come near whom. */
export async function sayApproaches(
  tx: Transaction,
  ports: ServicePorts,
  chat: { readonly from: UserId; readonly to: BoxPeer; readonly date: UnixTime },
  approaches: readonly api.messageActionGeoProximityReached[],
): Promise<void> {
  for (const action of approaches) await deliver(tx, ports, noteDraft(action, chat))
}
