import { Api } from 'telegram'
import { EditedMessage, type EditedMessageEvent } from 'telegram/events/EditedMessage.js'
import { NewMessage, type NewMessageEvent } from 'telegram/events/index.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUpGramjs } from './support/gramjs-user.ts'
import { TeaRoom } from './support/tea-room.ts'
import { until } from './support/until.ts'

let room: TeaRoom
beforeAll(async () => {
  room = await TeaRoom.open()
}, 90_000)
afterAll(() => room?.dispose())

test('a user of unmodified GramJS begins with a bot by a link, presses buttons of both kinds, gives its number, and sends what was found inline', {
  timeout: 90_000,
}, async () => {
  const { client } = await signUpGramjs(room.server, '9996610061', 'Grace')
  const came: Api.Message[] = []
  const edited: string[] = []
  client.addEventHandler(({ message }: NewMessageEvent) => void came.push(message), new NewMessage({}))
  client.addEventHandler(({ message }: EditedMessageEvent) => void edited.push(message.message), new EditedMessage({}))
  const sees = async (text: string): Promise<Api.Message> => {
    await until(
      () => came.some(({ message }) => message === text),
      () => `Grace saw ${came.map(({ message }) => message).join()}`,
    )
    const found = came.find(({ message }) => message === text)
    return found ?? Promise.reject(new Error('it is gone'))
  }
  await client.invoke(new Api.messages.StartBot({ bot: 'tea_bot', peer: 'tea_bot', startParam: 'link' }))
  const asked = await sees('tea or milk, link?')
  const answer = await asked.click({ text: 'Milk' })
  expect(answer).toMatchObject({ message: 'milk is coming', alert: true })
  await client.sendMessage('tea_bot', { message: '/colours' })
  const keyboard = await sees('which colour?')
  await keyboard.click({ text: 'Blue' })
  await sees('Blue it is')
  // Its own `click` does not know this kind of button yet.
  const phoneNumber = '9996610061'
  const media = new Api.InputMediaContact({ phoneNumber, firstName: 'Grace', lastName: '', vcard: '' })
  await client.invoke(new Api.messages.SendMedia({ peer: 'tea_bot', media, message: '' }))
  await sees('I have your number')
  const found = await client.invoke(
    new Api.messages.GetInlineBotResults({ bot: 'tea_bot', peer: 'me', query: 'leaves', offset: '' }),
  )
  expect(found.results.map(({ id }) => id)).toEqual(['one', 'two'])
  const { queryId } = found
  await client.invoke(new Api.messages.SendInlineBotResult({ peer: 'me', queryId, id: 'one' }))
  const [sent] = await client.getMessages('me', { limit: 1 })
  expect(sent).toMatchObject({ message: 'leaves' })
  expect(await sent?.click({ i: 0, j: 0 })).toMatchObject({ message: 'from anywhere' })
  await until(
    () => edited.includes('milk chosen') && edited.includes('changed in place'),
    () => `Grace saw ${edited.join()} change`,
  )
  await room.isVisited()
  await client.destroy()
})
