import type { AuthKey } from '../auth-key.ts'
import { AuthKey as Key } from '../auth-key.ts'
import { concat, toHex } from '../bytes.ts'
import { CryptoError } from '../errors.ts'
import { openSecretMessage } from '../secret-chat/envelope.ts'
import { hold } from './laws.ts'
import { MARK, type SimulatedEnd, type World } from './run.ts'

/** The laws of a run in which all has come to rest. */
export function checkAfterwards(world: World): void {
  for (let at = 0; at < world.ends.length; at += 2) {
    const [one, other] = [world.ends[at], world.ends[at + 1]]
    if (one === undefined || other === undefined) continue
    checkArrived(one, other)
    checkArrived(other, one)
    checkKeys(one, other, world.messagesPerKey)
    checkLeftOver(one, other)
    checkForwardSecrecy(world, at, one)
  }
  checkCiphertext(world)
}

/** What one has sent is what the other has; of a deleted message it may have either form. */
function checkArrived(from: SimulatedEnd, to: SimulatedEnd): void {
  const got = to.end.messages
  hold('once and in order', got.length === from.sent.length, `${got.length} of ${from.sent.length} messages arrived`)
  for (const [at, text] of from.sent.entries())
    hold('once and in order', text.split('|').includes(got[at] ?? ''), `message ${at} is not the one that was sent`)
}

function checkKeys(one: SimulatedEnd, other: SimulatedEnd, messagesPerKey: number): void {
  hold('one key', one.end.chat.keyFingerprint === other.end.chat.keyFingerprint, 'the ends use different keys')
  for (const { end } of [one, other]) {
    const { phase, sent, received } = end.saved.keys
    hold('one key', phase.kind === 'idle', `an exchange is stuck: ${phase.kind}`)
    const uses = sent === 0 ? 0 : sent + received
    hold(
      'keys are renewed',
      uses <= messagesPerKey,
      `${uses} messages under a key that may serve for ${messagesPerKey}`,
    )
  }
}

function checkLeftOver(one: SimulatedEnd, other: SimulatedEnd): void {
  for (const { end } of [one, other]) {
    hold('bounded memory', end.saved.gap.early.length === 0, 'messages wait for what has come')
    // What the other end has said nothing after is not known to have arrived.
    hold('bounded memory', end.saved.sent.length <= 8, `${end.saved.sent.length} messages are kept to be sent again`)
  }
}

/** With all that an end keeps, tries what it sent and got under the first keys. */
function checkForwardSecrecy(world: World, at: number, { end }: SimulatedEnd): void {
  const first = world.firstKeys[at / 2]
  if (first === undefined || first.id === end.chat.keyFingerprint) return
  const kept = end.saved
  const keys = [kept.keys.current, ...('previous' in kept.keys.phase ? [kept.keys.phase.previous] : [])]
  const secret = toHex(first.bytes)
  hold('forward secrecy', !bytesIn(kept).some((bytes) => toHex(bytes).includes(secret)), 'the first key is still kept')
  const [oldest] = world.server.queues[at + 1]?.archive ?? []
  for (const bytes of keys)
    hold('forward secrecy', oldest === undefined || !opens(new Key(bytes), oldest.packet), 'it opens the first message')
}

/** All arrays of bytes within a value. */
function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bytesIn) : []
}

/** Whether the key opens what names another one. */
function opens(key: AuthKey, packet: Uint8Array): boolean {
  try {
    openSecretMessage(key, 'creator', concat(key.idBytes, packet.subarray(8)))
    return true
  } catch (error) {
    if (error instanceof CryptoError) return false
    throw error
  }
}

function checkCiphertext(world: World): void {
  const heads = new Set<string>()
  const mark = toHex(new TextEncoder().encode(MARK))
  for (const packet of world.server.packets) {
    const head = toHex(packet.subarray(0, 24))
    hold('ciphertext', !heads.has(head), 'two packets have the same key and msg_key')
    heads.add(head)
    hold('ciphertext', !toHex(packet).includes(mark), 'a packet can be read')
  }
}
