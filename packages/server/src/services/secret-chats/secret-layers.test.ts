import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { expect, it } from 'vitest'
import { openChat } from '../../testing/chat.ts'
import { newPublicValue, sealed, soon, toInputUser } from '../../testing/secret-chats.ts'
import { uploadBytes } from '../../testing/uploads.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

for (const layer of [133, 140, 143, 158, 189, 228]) {
  it(`secret chats are shown in layer ${layer} by every answer and every push`, async () => {
    const schema = new StrictSchema(definitions, layer)
    const answers = new Map<string, unknown>()
    const pushes: unknown[] = []
    const chat = await openChat({
      ...{ layer, rateLimits: {}, after: soon },
      onAnswer: (request, bytes) => void answers.set(request._, schema.decode(bytes, schema.find(request._).result)),
      onPush: (bytes) => void pushes.push(schema.decode(bytes, 'Updates')),
    })
    const { alice, bob, toBob, server } = chat
    const state = await bob.call({ _: 'updates.getState' })
    await alice.call({ _: 'messages.getDhConfig', version: 0, randomLength: 16 })
    const asked = { _: 'messages.requestEncryption', userId: toInputUser(toBob), randomId: 5 } as const
    const waiting = await alice.call({ ...asked, gA: newPublicValue() })
    const requested = await server.store.read.secretChats.get(5)
    if (waiting._ !== 'encryptedChatWaiting' || requested === undefined) throw new TypeError(waiting._)
    const bobs = { _: 'inputEncryptedChat', chatId: 5, accessHash: requested.participant.accessHash } as const
    await bob.call({ _: 'messages.acceptEncryption', peer: bobs, gB: newPublicValue(), keyFingerprint: 7n })
    const peer = { ...bobs, accessHash: waiting.accessHash }
    const { id, parts } = await uploadBytes(alice, new Uint8Array(700).fill(3))
    const uploaded = { id, parts, md5Checksum: '', keyFingerprint: 9 }
    const file: api.InputEncryptedFile = { _: 'inputEncryptedFileUploaded', ...uploaded }
    await alice.call({ _: 'messages.sendEncryptedFile', peer, randomId: 1n, data: sealed(1), file })
    await alice.call({ _: 'messages.sendEncrypted', peer, randomId: 2n, data: sealed(2) })
    await alice.call({ _: 'messages.sendEncryptedService', peer, randomId: 3n, data: sealed(3) })
    await bob.call({ _: 'messages.readEncryptedHistory', peer: bobs, maxDate: chat.now() })
    await bob.call({ _: 'messages.setEncryptedTyping', peer: bobs, typing: true })
    await bob.call({ ...state, _: 'updates.getDifference' })
    await bob.call({ _: 'messages.receivedQueue', maxQts: 3 })
    await bob.call({ _: 'messages.discardEncryption', chatId: 5 })
    await new Promise(setImmediate)
    await server.told()
    await server.close()

    const shown = { _: 'encryptedFile', dcId: 2, keyFingerprint: 9 }
    expect(answers.get('messages.sendEncryptedFile')).toMatchObject({ _: 'messages.sentEncryptedFile', file: shown })
    expect(answers.get('updates.getDifference')).toMatchObject({
      newEncryptedMessages: [{ file: shown }, { _: 'encryptedMessage' }, { _: 'encryptedMessageService' }],
    })
    const pushed = pushes.flatMap((one) => updatesIn(one))
    expect(new Set(pushed)).toEqual(
      new Set([
        ...['updateEncryption', 'updateNewEncryptedMessage', 'updateEncryptedMessagesRead'],
        'updateEncryptedChatTyping',
      ]),
    )
  })
}

function updatesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const list: unknown = 'updates' in value ? value.updates : 'update' in value ? [value.update] : []
  return (Array.isArray(list) ? list : []).map((one: { readonly _: string }) => one._)
}
