import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { expect, it } from 'vitest'
import { openChat } from '../../testing/chat.ts'
import { uploadedSquare } from '../../testing/profile-photos.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

for (const layer of [133, 144, 151, 158, 189, 228]) {
  it(`photos of people are set, shown and told of in layer ${layer}`, async () => {
    const schema = new StrictSchema(definitions, layer)
    const answers = new Map<string, unknown>()
    const pushes: unknown[] = []
    const chat = await openChat({
      layer,
      onAnswer: (request, bytes) => void answers.set(request._, schema.decode(bytes, schema.find(request._).result)),
      onPush: (bytes) => void pushes.push(schema.decode(bytes, 'Updates')),
    })
    const { alice, bob, toAlice } = chat
    const id: api.inputUser = { ...toAlice, _: 'inputUser' }
    await bob.call({ _: 'contacts.addContact', id, firstName: 'A', lastName: '', phone: '' })
    pushes.length = 0
    await alice.call({ _: 'photos.uploadProfilePhoto', file: await uploadedSquare(alice) })
    await bob.call({ _: 'photos.getUserPhotos', userId: id, offset: 0, maxId: 0n, limit: 10 })
    await bob.call({ _: 'users.getFullUser', id })
    if (layer >= 152) {
      await bob.call({
        ...{ _: 'photos.uploadContactProfilePhoto', userId: id, suggest: true, file: await uploadedSquare(bob) },
      })
    }
    const [message] = await chat.history(alice, chat.toBob)
    await chat.server.close()

    const photo = { _: 'photo', dcId: 2 }
    const user = { photo: { _: 'userProfilePhoto', dcId: 2 } }
    expect(answers.get('photos.uploadProfilePhoto')).toMatchObject({ photo, users: [user] })
    expect(answers.get('photos.getUserPhotos')).toMatchObject({ photos: [photo], users: [user] })
    expect(JSON.stringify(answers.get('users.getFullUser'), withoutBigints)).toContain('"_":"photo"')
    // Also to those who have no update that says so alone.
    expect(JSON.stringify(pushes, withoutBigints)).toContain('userProfilePhoto')
    const isKnown = layer >= 152
    expect(message?._ === 'messageService' && message.action._).toBe(
      isKnown ? 'messageActionSuggestProfilePhoto' : false,
    )
  })
}

function withoutBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value
}
