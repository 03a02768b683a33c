import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { historyTexts, type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

describe('a user of mtcute and a user of our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: MtcuteUser
  let carol: ChappeUser

  beforeAll(async () => {
    server = await ServerProcess.start()
    alice = await signUpMtcute(server, '9996610003', 'Alice')
    carol = await signUpChappe(server, '9996630003', 'Carol')
  }, 60_000)

  afterAll(async () => {
    await alice?.client.destroy()
    await carol?.client.close()
    await server?.dispose()
  })

  async function chappeTexts(): Promise<string[]> {
    const texts: string[] = []
    for await (const message of carol.client.history(BigInt(alice.id))) {
      if (message._ === 'message') texts.push(message.message)
    }
    return texts.reverse()
  }

  test('find each other and chat both ways, with updates, history and dialogs', async () => {
    await alice.client.setMyUsername('alice_mixed')
    await carol.client.sendMessage('@alice_mixed', 'from our client')
    await until(
      () => alice.seen.includes('from our client'),
      () => `Alice saw ${alice.seen.join()}`,
    )
    await alice.client.sendText(Number(carol.id), 'from mtcute')
    await until(
      () => carol.seen.includes('from mtcute'),
      () => `Carol saw ${carol.seen.join()}`,
    )
    const expected = ['from our client', 'from mtcute']
    expect(await chappeTexts()).toEqual(expected)
    expect(await historyTexts(alice.client, Number(carol.id))).toEqual(expected)
    const dialogs = []
    for await (const dialog of carol.client.dialogs()) dialogs.push(dialog)
    // With the other one, and with the account that welcomed both.
    expect(dialogs).toHaveLength(2)
  })

  test('go on after SIGKILL and a new start without signing in again, and nothing is missing or doubled', async () => {
    const before = await chappeTexts()
    await server.kill()
    const sending = [
      carol.client.sendMessage(BigInt(alice.id), 'ours during the kill'),
      alice.client.sendText(Number(carol.id), 'theirs during the kill'),
    ]
    await server.start()
    await Promise.all(sending)
    await until(
      () => alice.seen.includes('ours during the kill'),
      () => `Alice saw ${alice.seen.join()}`,
      40_000,
    )
    await until(
      () => carol.seen.includes('theirs during the kill'),
      () => `Carol saw ${carol.seen.join()}`,
      40_000,
    )
    const texts = await chappeTexts()
    expect(texts.slice(0, before.length)).toEqual(before)
    expect(texts.slice(before.length).sort()).toEqual(['ours during the kill', 'theirs during the kill'])
    expect(await historyTexts(alice.client, Number(carol.id))).toEqual(texts)
    expect(alice.seen.filter((seen) => seen === 'ours during the kill')).toHaveLength(1)
    expect(carol.seen.filter((seen) => seen === 'theirs during the kill')).toHaveLength(1)
  })
})
