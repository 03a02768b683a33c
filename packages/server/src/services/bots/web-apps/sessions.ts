import { type api, encode } from '@chappe/tl-codec/api'
import { allowIn } from '../../../chats/rights.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import type { UserId } from '../../../ids.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import { randomLong } from '../../../ports/random.ts'
import { floodWait } from '../../../rpc/rpc-error.ts'
import type { WebAppSession } from '../../../store/domain/people/web-apps.ts'

/** Clients say every 60 seconds that an app is still open; one that was late is forgiven. */
const openSeconds = 150
/** So many apps one may have open. */
const maxOpen = 100

/** Where what the bot sends in somebody's name is to go, as `requestWebView` and `prolongWebView` say it. */
interface Destination {
  readonly peer: api.InputPeer
  readonly replyTo?: api.InputReplyTo | undefined
  readonly sendAs?: api.InputPeer | undefined
  readonly silent?: boolean | undefined
}

function storedDestination({ peer, replyTo, sendAs, silent }: Destination) {
  return {
    peer: encode(peer),
    replyTo: replyTo && encode(replyTo),
    sendAs: sendAs && encode(sendAs),
    silent: silent === true,
  }
}

/** An app is open from now on. */
export async function beginSession(
  { store, clock, random }: ServicePorts,
  userId: UserId,
  bot: UserId,
  destination: Destination,
): Promise<bigint> {
  const queryId = randomLong(random)
  const expiresAt = unixSeconds(clock) + openSeconds
  await store.transaction(async (tx) => {
    await allowIn(tx, userId, bot, 'send')
    if ((await tx.webApps.countOf(userId)) >= maxOpen) throw floodWait(60)
    await tx.webApps.putSession({ queryId, bot, userId, ...storedDestination(destination), expiresAt })
  })
  return queryId
}

/** It is open still. False where it is not, or is another's. */
export async function prolongSession(
  { store, clock }: ServicePorts,
  { queryId, bot, userId }: Pick<WebAppSession, 'queryId' | 'bot' | 'userId'>,
  destination: Destination,
): Promise<boolean> {
  const now = unixSeconds(clock)
  return store.transaction(async (tx) => {
    const session = await tx.webApps.session(queryId)
    if (session?.userId !== userId || session.bot !== bot || session.expiresAt <= now) return false
    await tx.webApps.putSession({ ...session, ...storedDestination(destination), expiresAt: now + openSeconds })
    return true
  })
}
