import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'

let chat: ChatFixture
beforeAll(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterAll(() => chat.server.close())

/** The bytes of both copies of the newest message. */
async function storedCopies(): Promise<readonly [Uint8Array | undefined, Uint8Array | undefined]> {
  const { alice, bob, toAlice, toBob, history, server } = chat
  const newest = async (device: ChatFixture['alice'], peer: typeof toBob): Promise<Uint8Array | undefined> => {
    const [first] = await history(device, peer)
    return (await server.store.read.messages.get(asUser(device.key.userId ?? 0), first?.id ?? 0))?.data
  }
  return [await newest(alice, toBob), await newest(bob, toAlice)]
}

describe('what a message says is stored apart from where it stands', () => {
  it('both copies hold the same bytes, and each is shown where it stands', async () => {
    const { alice, bob, toAlice, toBob, text, history } = chat
    await alice.call(text(toBob, 'the same for both', { silent: true }))
    const [mine, theirs] = await storedCopies()
    expect(mine).toEqual(theirs)
    const [sent] = await history(alice, toBob)
    const [received] = await history(bob, toAlice)
    const said = { _: 'message', message: 'the same for both', silent: true, fromId: received?.peerId }
    expect(sent).toMatchObject({ ...said, out: true, peerId: { userId: BigInt(bob.key.userId ?? 0) } })
    expect(received).toMatchObject({ ...said, peerId: { userId: BigInt(alice.key.userId ?? 0) } })
    expect(received).toMatchObject({ out: undefined })
    expect([sent?.id, received?.id]).not.toContain(0)
  })

  it('copies that say different things, as which message they answer, are stored each', async () => {
    const { alice, bob, toAlice, toBob, text, history } = chat
    await alice.call(text({ _: 'inputPeerSelf' }, 'a number of alice alone'))
    await bob.call(text(toAlice, 'a question'))
    const [asked] = await history(alice, toBob)
    const replyTo = { _: 'inputReplyToMessage', replyToMsgId: asked?.id ?? 0 } as const
    await alice.call(text(toBob, 'an answer', { replyTo }))
    const [mine, theirs] = await storedCopies()
    expect(mine).not.toEqual(theirs)
    const [answer] = await history(bob, toAlice)
    const [, question] = await history(bob, toAlice)
    expect(answer).toMatchObject({ replyTo: { replyToMsgId: question?.id } })
  })
})
