import { readdirSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  type BoxId,
  hiddenAuthorId,
  isChannelId,
  isChatId,
  isUser,
  isUserId,
  type PeerId,
  serviceUserId,
  type UserId,
} from './ids.ts'
import { fromPeer, toChannelId, toChatId, toPeer, toUserId } from './peers/peer-id.ts'
import { asPeer } from './testing/ids.ts'

const source = fileURLToPath(new URL('.', import.meta.url))

/** What the server runs, by file: code without comments, texts and imports. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(sep, '/'))
  .filter(
    (file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file) && !/(^|\/)(testing|contract)\//.test(file),
  )
  .map((file) => ({ file, code: codeOf(readFileSync(source + file, 'utf8')) }))

function codeOf(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
    .replaceAll(/^(?:import|export) [^'"]*? from ''/gm, '')
}

const filesWith = (pattern: RegExp): string[] => files.filter(({ code }) => pattern.test(code)).map(({ file }) => file)

describe('the ids of users, chats and channels', () => {
  it('are not taken for each other, nor a plain number for one: the compiler says so here', () => {
    const peer: PeerId = asPeer(-7)
    // @ts-expect-error nobody has looked whether it is one
    const user: UserId = peer
    // @ts-expect-error nor whether a box can be its
    const box: BoxId = peer
    // @ts-expect-error nor where it came from
    const made: UserId = -7
    expect([user, box, made]).toEqual([peer, peer, peer])
  })

  it('are all seen by this test', () => {
    expect(files.length).toBeGreaterThan(400)
    expect(files.find(({ file }) => file === 'ids.ts')?.code).toContain('id is UserId')
    expect(/\bas\s+(?!const\b)/.test(codeOf('const id = 5 as UserId'))).toBe(true)
  })

  it('are told from plain numbers by checks alone: nothing is asserted of a type anywhere', () => {
    expect(filesWith(/[\w)\]}]\s+as\s+(?!const\b)\w|@ts-/)).toEqual([])
    expect(filesWith(/:\s*(?:asserts\s+)?\w+ is (?:User|Chat|Channel|Peer|Box)Id\b/)).toEqual(['ids.ts'])
  })

  it('are made where the store, the wire and the bus are read, and nowhere else', () => {
    const makers = filesWith(/\bis(?:User|Chat|Channel)Id\b/).sort()
    expect(makers).toEqual(['bus/bus-message.ts', 'ids.ts', 'peers/peer-id.ts', 'store/sqlite/engine/rows.ts'])
    const rows = filesWith(/\b(?:user|peer|chat|box)Ids?Of\(/)
    expect(rows.filter((file) => !file.startsWith('store/sqlite/'))).toEqual([])
  })

  it('come from the wire by an access hash, or in what this server wrote or signed', () => {
    const readers = filesWith(/\b(?:to(?:User|Chat|Channel)Id|fromPeer)\(/).sort()
    expect(readers).toEqual(
      [
        // To whom an admin did something, in what is written down of it.
        'chats/channels/admin-log.ts',
        'chats/channels/shown-author.ts',
        // Signed by this server, in a file reference.
        'chats/files/origins.ts',
        // What was written into a message.
        'chats/placing/store-copies.ts',
        // Of the message by which a guest was called.
        'chats/guests/say-as-guest.ts',
        'peers/guest-of.ts',
        'views/guest-chats.ts',
        'services/bots/pressed-message.ts',
        // Of the question that a bot was told.
        'services/bots/guard.ts',
        'services/bots/ephemeral/occasion.ts',
        // Whom a client names by the number alone, if it was shown that user.
        'chats/content/resolve-mentions.ts',
        // What was written into a message.
        'chats/channels/schedule-posts.ts',
        // Of those whom that has found.
        'chats/content/mentions.ts',
        // By an operator.
        'cli/export-user.ts',
        'operator/bots.ts',
        // As its token says, which is compared after that.
        'accounts/bots/token.ts',
        // Which group was being made when a seed was broken off.
        'operator/seed/record.ts',
        // The one definition.
        'peers/peer-id.ts',
        // After the access hash.
        'peers/input-peers.ts',
        // The other accounts of an application: a device names them of itself, and is told nothing of them.
        'services/account/push-devices.ts',
        // Signed by this server.
        'services/contacts/contact-token.ts',
        // From the answer that was just made.
        'services/contacts/import-contacts.ts',
        // What was written into a message.
        'services/messages/forward-messages.ts',
        // What was written into a rule.
        'services/privacy/privacy.ts',
        // What was written into a message.
        'services/reactions/send-reaction.ts',
        'services/saved/file-saved.ts',
        // What was written into a change.
        'views/change-view.ts',
        // Of values that are shown.
        'views/mentioned-peers.ts',
      ].sort(),
    )
  })

  it('have ranges of their own, and are marked as the public API marks dialogs', () => {
    for (const [id, peer] of [
      [1, { _: 'peerUser', userId: 1n }],
      [999_999_999_999, { _: 'peerUser', userId: 999_999_999_999n }],
      [-1, { _: 'peerChat', chatId: 1n }],
      [-999_999_999_999, { _: 'peerChat', chatId: 999_999_999_999n }],
      [-1_000_000_000_001, { _: 'peerChannel', channelId: 1n }],
    ] as const) {
      expect([isUserId(id), isChatId(id), isChannelId(id)].filter((one) => one)).toHaveLength(1)
      expect(toPeer(asPeer(id))).toEqual(peer)
      expect(fromPeer(peer)).toBe(id)
      expect(isUser(asPeer(id))).toBe(peer._ === 'peerUser')
    }
    for (const id of [0, 10 ** 12, -(10 ** 12), Number.NaN]) {
      expect([isUserId(id), isChatId(id), isChannelId(id)]).toEqual([false, false, false])
    }
    expect(isUserId(serviceUserId) && isUserId(hiddenAuthorId)).toBe(true)
  })

  it('are refused where no peer can have the number', () => {
    for (const id of [0n, -1n, 10n ** 12n, 2n ** 63n - 1n]) {
      for (const toId of [toUserId, toChatId, toChannelId]) expect(toId(id)).toBeUndefined()
    }
    expect(() => fromPeer({ _: 'peerUser', userId: 0n })).toThrow(RangeError)
    expect(() => fromPeer({ _: 'peerChat', chatId: 10n ** 12n })).toThrow(RangeError)
  })
})
