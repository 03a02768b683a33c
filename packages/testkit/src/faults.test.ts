import { setTimeout as sleep } from 'node:timers/promises'
import { Bot } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab, type Lab } from './lab.ts'

let lab: Lab
beforeEach(async () => {
  lab = await createLab()
})
afterEach(() => lab.close())

describe('whose connection is cut', { timeout: 60_000 }, () => {
  it.each(['process', 'tcp'] as const)('is told afterwards what was missed (%s)', async (connection) => {
    const [ann, bob] = [await lab.user('Ann', { connection }), await lab.user('Bob')]
    await bob.say(ann, 'before')
    await ann.sees('before')
    lab.cut(ann, { for: '1 min' })
    await bob.say(ann, 'while you were away')
    await ann.seesNothing()
    const said = ann.say(bob, 'said without a connection')
    await bob.seesNothing()
    await lab.clock.advance('1 min')
    await ann.sees('while you were away', '20 s')
    await said
    await bob.sees('said without a connection')
    lab.cut(ann)
    await ann.say(bob, 'and again')
    await bob.sees('and again')
    expect(bob.unseen).toEqual([])
  })
})

describe('a server that dies', { timeout: 60_000 }, () => {
  it('has all that it acknowledged, and people and bots go on', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob', { connection: 'tcp' })]
    const bot = await lab.bot('echo')
    const { port, apiRoot } = lab
    const texts = Array.from({ length: 20 }, (_, at) => `message ${at}`)
    const said = texts.map((text) => ann.say(bob, text))
    await said[3]
    await lab.crash()
    expect([lab.port, lab.apiRoot]).toEqual([port, apiRoot])
    // What nobody acknowledged is asked for again, and done once.
    await Promise.all(said)
    const history = (await bob.history(ann)).map(({ text }) => text)
    expect(history.toSorted()).toEqual(texts.toSorted())
    for (const text of texts) await bob.sees((message) => message.text === text, '20 s')
    expect(await bot.call('getMe')).toMatchObject({ username: 'echo_bot' })
    await ann.say(bot, 'hello')
    expect(await bot.call('getUpdates', { timeout: 10 })).toMatchObject([{ message: { text: 'hello' } }])
  })
})

/** As `bot.start` does it, without the three seconds that it waits after each failure. */
async function poll(bot: Bot, signal: AbortSignal): Promise<void> {
  let offset = 0
  while (!signal.aborted) {
    const updates = await bot.api.getUpdates({ offset, timeout: 1 }).catch(() => sleep(50, []))
    for (const update of updates) {
      offset = update.update_id + 1
      await bot.handleUpdate(update)
    }
  }
}

describe('a snapshot', { timeout: 60_000 }, () => {
  it('is gone back to, by people, bots and the clock, as often as is wished', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob', { connection: 'tcp' })]
    const { token, apiRoot } = await lab.bot('count')
    const bot = new Bot(token, { client: { apiRoot } })
    const heard: string[] = []
    bot.on('message:text', async (ctx) => {
      heard.push(ctx.message.text)
      await ctx.reply(`heard ${ctx.message.text}`)
    })
    await bot.init()
    const stop = new AbortController()
    const running = poll(bot, stop.signal)
    await ann.say(bob, 'kept')
    await bob.sees('kept')
    const snapshot = await lab.snapshot()
    for (const round of [1, 2]) {
      await ann.say(bob, `forgotten ${round}`)
      await bob.sees(`forgotten ${round}`)
      await ann.say('@count_bot', `round ${round}`)
      await ann.sees(`heard round ${round}`, '20 s')
      const carl = await lab.user('Carl')
      await lab.clock.advance('3 days')
      await lab.restore(snapshot)
      expect(Math.abs(lab.clock.now() - snapshot.takenAt.getTime())).toBeLessThan(60_000)
      expect(() => carl.client).toThrow(expect.objectContaining({ code: 'GONE' }))
      expect((await bob.history(ann)).map(({ text }) => text)).toEqual(['kept'])
      expect(await ann.history('@count_bot')).toEqual([])
      expect(ann.unseen).toEqual([])
    }
    await bob.say(ann, 'afterwards')
    await ann.sees('afterwards')
    await ann.say('@count_bot', 'last')
    await ann.sees('heard last', '20 s')
    expect(heard).toEqual(['round 1', 'round 2', 'last'])
    stop.abort()
    await running
  })

  it('of another lab is refused', async () => {
    await expect(lab.restore({ takenAt: new Date() })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  })
})
