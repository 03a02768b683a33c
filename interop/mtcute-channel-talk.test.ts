import { InputMedia } from '@mtcute/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endMtcute, historyTexts, type MtcuteUser, sees, signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'

const ALICE = '9996610046'
const BOB = '9996620046'

/** What goes on changing of what was said in a supergroup, by the methods that mtcute offers for it. */
describe('reactions, polls and what waits in a supergroup with unmodified mtcute', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let bob: MtcuteUser
  let bobLaptop: MtcuteUser
  let group: number

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, ALICE, 'Alice')
    bob = await signUpMtcute(server, BOB, 'Bob')
    bobLaptop = await signInMtcute(server, BOB)
    await bob.client.setMyUsername('bob_who_reacts')
    group = (await alice.client.createSupergroup({ title: 'Our group' })).id
    await alice.client.addChatMembers(group, ['bob_who_reacts'], {})
    await alice.client.sendText(group, 'welcome')
    for (const one of [bob, bobLaptop]) await sees(one, 'welcome')
  }, 60_000)

  afterAll(async () => {
    expect(await endMtcute(server, [alice, bob, bobLaptop])).toEqual([])
  })

  const dialogOf = async (user: MtcuteUser) => {
    for await (const dialog of user.client.iterDialogs()) if (dialog.peer.id === group) return dialog
    throw new Error('the group is in the list')
  }

  test('a reaction is counted, listed, waits for the author, and is taken back', async () => {
    const said = await alice.client.sendText(group, 'what do you think?')
    await sees(bob, 'what do you think?')
    await bob.client.sendReaction({ chatId: group, message: said.id, emoji: '🔥' })
    const [reactions] = await alice.client.getMessageReactionsById(group, [said.id])
    expect(reactions?.reactions.map(({ emoji, count }) => [emoji, count])).toEqual([['🔥', 1]])
    const who = await alice.client.getReactionUsers({ chatId: group, message: said.id })
    expect(who.map(({ peer }) => peer.displayName)).toEqual(['Bob'])
    expect((await dialogOf(alice)).raw.unreadReactionsCount).toBe(1)
    await alice.client.readReactions(group)
    expect((await dialogOf(alice)).raw.unreadReactionsCount).toBe(0)
    const [onLaptop] = await bobLaptop.client.getMessages(group, [said.id])
    expect(onLaptop?.reactions?.reactions[0]?.order).toBe(0)
    await bob.client.sendReaction({ chatId: group, message: said.id, emoji: null })
    const [none] = await alice.client.getMessageReactionsById(group, [said.id])
    expect(none?.reactions ?? []).toEqual([])
  })

  test('a poll is voted in and closed', async () => {
    const media = InputMedia.poll({ question: 'Which?', answers: ['this', 'that'] })
    const asked = await alice.client.sendMedia(group, media)
    const voted = await bob.client.sendVote({ chatId: group, message: asked.id, options: [1] })
    expect([voted.voters, voted.answers.map(({ chosen }) => chosen)]).toEqual([1, [false, true]])
    await alice.client.closePoll({ chatId: group, message: asked.id })
    const [closed] = await bob.client.getMessages(group, [asked.id])
    expect(closed?.media?.type === 'poll' && closed.media.isClosed).toBe(true)
  })

  test('who is named has it to look at', async () => {
    await alice.client.sendText(group, 'hello @bob_who_reacts')
    await sees(bob, 'hello @bob_who_reacts')
    expect((await dialogOf(bob)).raw.unreadMentionsCount).toBe(1)
    const peer = await bob.client.resolvePeer(group)
    await bob.client.call({ _: 'messages.readMentions', peer })
    expect((await dialogOf(bob)).raw.unreadMentionsCount).toBe(0)
  })

  test('what waits is sent, and what is said goes by itself', async () => {
    await alice.client.setChatTtl(group, 86_400)
    expect((await bob.client.getFullChat(group)).ttlPeriod).toBe(86_400)
    const later = await alice.client.sendText(group, 'later', { schedule: new Date(Date.now() + 3_600_000) })
    expect(await alice.client.getScheduledMessages(group, [later.id])).toMatchObject([{ text: 'later' }])
    await bob.client.sendTyping(group, 'typing')
    const [sent] = await alice.client.sendScheduled(group, [later.id])
    expect(sent?.text).toBe('later')
    await sees(bob, 'later')
    expect(await historyTexts(bobLaptop.client, group)).toContain('later')
  })
})
