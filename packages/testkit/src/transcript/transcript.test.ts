import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab, type Lab } from '../lab.ts'
import { printTranscriptOnFailure, withTranscript } from './print-on-failure.ts'

let lab: Lab
beforeEach(async () => {
  lab = await createLab()
})
afterEach(() => lab.close())

async function until(isSo: () => boolean): Promise<void> {
  for (const begun = performance.now(); !isSo(); ) {
    if (performance.now() - begun > 10_000) throw new TypeError(`it did not come to that:\n${lab.transcript(20)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('the transcript', { timeout: 60_000 }, () => {
  it('shows what passed by MTProto and over HTTP, under the names of people and bots', async () => {
    const ann = await lab.user('Ann')
    const bot = await lab.bot('echo')
    await ann.say(bot, 'hello there')
    await bot.call('getUpdates', { timeout: 10 })
    await bot.call('sendMessage', { chat_id: ann.id, text: 'good morning' })
    await ann.sees('good morning')
    await bot.call('sendMessage', { chat_id: 1, text: 'nobody' }).catch(() => {})
    await expect(ann.client.call({ _: 'messages.getDialogFilters' })).resolves.toBeDefined()
    await lab.clock.advance('1 min')
    const text = lab.transcript()
    for (const part of [
      /Ann → messages\.sendMessage \{ .*message: "hello there"/,
      /Ann ← updateShortSentMessage|Ann ← updates/,
      /@echo_bot ← HTTP getUpdates \[\{"update_id":\d+,.*"hello there"/,
      /@echo_bot → HTTP sendMessage \{"chat_id":\d+,"text":"good morning"\}/,
      /Ann ⇐ updateShortMessage \{ .*"good morning"/,
      /@echo_bot ✗ HTTP sendMessage: Bad Request: chat not found/,
      /— the clock is moved by 1 min/,
    ]) {
      expect(text).toMatch(part)
    }
    expect(text).not.toContain('not decoded')
  })

  it('has no token, code or password, and no more lines than are asked for', async () => {
    const ann = await lab.user('Ann')
    const bot = await lab.bot('secret', { owner: ann, privacy: false })
    await ann.say('@BotFather', '/token')
    await ann.say('@BotFather', '@secret_bot')
    await bot.call('setWebhook', { url: 'http://127.0.0.1:1/', secret_token: 'very-secret' })
    const text = lab.transcript()
    expect((await ann.history('@BotFather', 1))[0]?.text).toContain(bot.token)
    expect(text).not.toContain(bot.token.split(':')[1])
    expect(text).not.toContain('very-secret')
    expect(text).toContain('phoneCode: (hidden)')
    expect(lab.transcript(3).split('\n')).toHaveLength(4)
    expect(lab.transcript(3)).toMatch(/^\(\d+ lines before\)\n/)
  })

  it('is printed when a test fails', async () => {
    await lab.user('Ann')
    const printed: string[] = []
    const write = (text: string): void => void printed.push(text)
    let fail = (): void => {}
    printTranscriptOnFailure(
      lab,
      (onFailure) => {
        fail = onFailure
      },
      write,
    )
    expect(printed).toEqual([])
    fail()
    const failing = withTranscript(
      () => lab,
      () => {
        throw new TypeError('as it is meant')
      },
      write,
    )
    await expect(failing()).rejects.toThrow('as it is meant')
    expect(printed).toEqual([expect.stringContaining('auth.signUp'), expect.stringContaining('auth.signUp')])
    await withTranscript(
      () => lab,
      () => {},
      write,
    )()
    expect(printed).toHaveLength(2)
  })
})

describe('what is held up, and told twice', { timeout: 60_000 }, () => {
  it('comes late, in its order', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
    await ann.say(bob, 'quick')
    await bob.sees('quick')
    lab.delay(bob, '300 ms')
    const begun = performance.now()
    await ann.say(bob, 'one')
    await ann.say(bob, 'two')
    expect((await bob.next()).text).toBe('one')
    expect(performance.now() - begun).toBeGreaterThan(290)
    expect((await bob.next()).text).toBe('two')
    lab.delay(bob, 0)
    const tcp = await lab.user('Carl', { connection: 'tcp' })
    expect(() => lab.delay(tcp, 5)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })

  it('is posted twice to a webhook, whose retries follow the clock', async () => {
    const bodies: string[] = []
    let isUp = false
    const receiver = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += String(part)
      })
      request.on('end', () => {
        if (isUp) bodies.push(body)
        response.writeHead(isUp ? 200 : 500).end()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const { port } = receiver.address() as AddressInfo
    try {
      const ann = await lab.user('Ann')
      const bot = await lab.bot('hook')
      await bot.call('setWebhook', { url: `http://127.0.0.1:${port}/` })
      lab.doubleWebhooks()
      await ann.say(bot, 'hello')
      await until(() => lab.transcript().includes('webhook answered 500'))
      isUp = true
      await lab.clock.advance('10 s')
      await until(() => bodies.length >= 2)
      expect(bodies[0]).toContain('"hello"')
      expect(bodies[1]).toBe(bodies[0])
      expect(await bot.call('getWebhookInfo')).toMatchObject({ last_error_message: expect.stringContaining('500') })
    } finally {
      receiver.close()
      receiver.closeAllConnections()
    }
  })
})
