import { Long } from '@mtcute/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUpMtcute } from './support/mtcute-user.ts'
import { TeaRoom } from './support/tea-room.ts'
import { until } from './support/until.ts'

let room: TeaRoom
beforeAll(async () => {
  room = await TeaRoom.open()
}, 90_000)
afterAll(() => room?.dispose())

test('a user of unmodified mtcute begins with a bot by a link, presses buttons of both kinds, gives its number, and sends what was found inline', {
  timeout: 90_000,
}, async () => {
  const ann = await signUpMtcute(room.server, '9996620061', 'Ann')
  const { client } = ann
  const edited: string[] = []
  client.onEditMessage.add(({ text }) => void edited.push(text))
  const newest = async (text: string, chat: string) => {
    await until(
      async () => (await client.getHistory(chat, { limit: 1 }))[0]?.text === text,
      () => `Ann saw ${ann.seen.join()}`,
    )
    const [message] = await client.getHistory(chat, { limit: 1 })
    return message ?? Promise.reject(new Error('it is gone'))
  }
  const asked = { bot: await client.resolveUser('tea_bot'), peer: await client.resolvePeer('tea_bot') }
  const randomId = Long.fromInt(61)
  await client.call({ _: 'messages.startBot', ...asked, randomId, startParam: 'link' })
  const message = await newest('tea or milk, link?', 'tea_bot')
  expect(await client.getCallbackAnswer({ message, data: 'milk' })).toMatchObject({ message: 'milk is coming' })
  await client.sendText('tea_bot', '/colours')
  await newest('which colour?', 'tea_bot')
  await client.sendText('tea_bot', 'Red')
  await newest('Red it is', 'tea_bot')
  const { phoneNumber, firstName } = await client.getMe()
  await client.sendMedia('tea_bot', { type: 'contact', phone: phoneNumber ?? '', firstName })
  await newest('I have your number', 'tea_bot')
  const peer = await client.resolvePeer('me')
  const found = await client.call({ _: 'messages.getInlineBotResults', ...asked, peer, query: 'leaves', offset: '' })
  const sending = { peer, queryId: found.queryId, id: 'one', randomId: Long.fromInt(62) }
  await client.call({ _: 'messages.sendInlineBotResult', ...sending })
  const sent = await newest('leaves', 'me')
  expect(await client.getCallbackAnswer({ message: sent, data: 'tea' })).toMatchObject({ message: 'from anywhere' })
  await until(
    () => edited.includes('milk chosen') && edited.includes('changed in place'),
    () => `Ann saw ${edited.join()} change`,
  )
  await room.isVisited()
  await client.destroy()
})
