import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { type GramjsUser, signUpGramjs } from './support/gramjs-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

describe('a user of unmodified GramJS (layer 198) and a user of our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let grace: GramjsUser
  let carol: ChappeUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    grace = await signUpGramjs(server, '9996610005', 'Grace')
    carol = await signUpChappe(server, '9996630005', 'Carol')
  }, 60_000)

  afterAll(async () => {
    await grace?.client.destroy()
    await carol?.client.close()
    await server?.dispose()
  })

  test('find each other and chat both ways, with updates, history and dialogs', async () => {
    await carol.client.call({ _: 'account.updateUsername', username: 'carol_gramjs' })
    await grace.client.sendMessage('carol_gramjs', { message: 'from GramJS' })
    await until(
      () => carol.seen.includes('from GramJS'),
      () => `Carol saw ${carol.seen.join()}`,
    )
    await carol.client.sendMessage(BigInt(grace.id), 'from our client')
    await until(
      () => grace.seen.includes('from our client'),
      () => `Grace saw ${grace.seen.join()}`,
    )
    const messages = await grace.client.getMessages('carol_gramjs', { limit: 10 })
    expect(Array.from(messages, (message) => message.message)).toEqual(['from our client', 'from GramJS'])
    const dialogs = await grace.client.getDialogs({ limit: 10 })
    expect(dialogs.map((dialog) => dialog.message?.message)).toContain('from our client')
  })
})
