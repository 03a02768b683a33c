import { afterEach, describe, expect, it } from 'vitest'
import { createTestServer, signUp, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
afterEach(() => server.close())

const helper = '9996610001'

describe('whoever answers questions', () => {
  it('is the account of the number that the operator names, and can be written to', async () => {
    server = await createTestServer({ support: helper })
    const asking = await signUp(server, '9996610002', 'Ada')
    const answering = await signUp(server, helper, 'Helper')
    const { user, phoneNumber } = await asking.call({ _: 'help.getSupport' })
    expect(user).toMatchObject({ _: 'user', firstName: 'Helper' })
    expect(phoneNumber).toBe('')
    if (user._ !== 'user' || user.accessHash === undefined) throw new TypeError('no access hash')
    const peer = { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash } as const
    await asking.call({ _: 'messages.sendMessage', peer, message: 'How do I leave?', randomId: 1n })
    const dialogs = await answering.call({
      _: 'messages.getDialogs',
      ...{ offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 10, hash: 0n },
    })
    expect(dialogs).toMatchObject({ messages: [{ message: 'How do I leave?' }] })
  })

  it('is nobody where none is named, or has no account yet, in an error that ends the matter', async () => {
    server = await createTestServer()
    const ada = await signUp(server, '9996610002', 'Ada')
    const refusal = { code: 400, message: 'SUPPORT_UNAVAILABLE' }
    await expect(ada.call({ _: 'help.getSupport' })).rejects.toMatchObject(refusal)
    await server.close()
    server = await createTestServer({ support: helper })
    const eve = await signUp(server, '9996610002', 'Eve')
    await expect(eve.call({ _: 'help.getSupport' })).rejects.toMatchObject(refusal)
  })
})
