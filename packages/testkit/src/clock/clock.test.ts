import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab, type Lab } from '../lab.ts'
import { createLabClock } from './lab-clock.ts'

describe('the clock', () => {
  it('rings timers in the order of their times, and none before it is due', async () => {
    const clock = createLabClock(1_000_000)
    const rung: [string, number][] = []
    const { after } = clock.injected
    const at = (name: string, ms: number): void => {
      after(ms, () => rung.push([name, Math.round((clock.now() - 1_000_000) / 1000)]))
    }
    at('b', 20_000)
    at('a', 10_000)
    at('c', 7_200_000)
    const cancel = after(5_000, () => rung.push(['never', 0]))
    cancel()
    after(15_000, () => at('set on the way', 3_000))
    await clock.advance('1 min')
    expect(rung).toEqual([
      ['a', 10],
      ['set on the way', 18],
      ['b', 20],
    ])
    await clock.advance('2 h')
    expect(rung.at(-1)).toEqual(['c', 7200])
    clock.stop()
  })

  it('goes on by itself, with its timers', async () => {
    const clock = createLabClock()
    await clock.advance('1 day')
    const begun = clock.now()
    await new Promise<void>((resolve) => clock.injected.after(30, resolve))
    expect(clock.now() - begun).toBeGreaterThanOrEqual(29)
    expect(clock.now() - begun).toBeLessThan(10_000)
    clock.stop()
  })

  it('stops at what repeats as often as is said', async () => {
    const clock = createLabClock()
    let ticks = 0
    const tick = (): void => {
      ticks++
      clock.injected.after(1000, tick)
    }
    clock.injected.after(1000, tick)
    await clock.advance('1 min')
    // Each is set a little after the one before has rung.
    expect(ticks).toBeGreaterThanOrEqual(58)
    expect(ticks).toBeLessThanOrEqual(60)
    const exact = ticks
    await clock.advance('1 min', { step: '10 s' })
    expect(ticks - exact).toBeGreaterThanOrEqual(6)
    expect(ticks - exact).toBeLessThanOrEqual(13)
    clock.stop()
  })
})

describe('in a lab whose clock is moved', { timeout: 60_000 }, () => {
  let lab: Lab
  beforeEach(async () => {
    lab = await createLab()
  })
  afterEach(() => lab.close())

  it('scheduled messages are sent, and two days take no time', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
    // Of the processor: others may be using it, too.
    const begun = process.cpuUsage()
    await ann.client.call({
      ...{ _: 'messages.sendMessage', peer: await ann.peer(bob), message: 'later', randomId: 1n },
      scheduleDate: Math.floor(lab.clock.now() / 1000) + 86_400,
    })
    await lab.clock.advance('23 h')
    expect(bob.unseen).toEqual([])
    await lab.clock.advance('1 h 1 s')
    expect(bob.unseen).toMatchObject([{ text: 'later' }])
    await lab.clock.advance('2 days')
    const now = Math.floor(lab.clock.now() / 1000)
    expect(now - (bob.unseen[0]?.date ?? 0)).toBeGreaterThan(2 * 86_400 - 2)
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1000).toBeLessThan(5_000)
    // All goes on as before.
    await bob.say(ann, 'thanks')
    await ann.sees('thanks')
  })

  it('mutes, slow mode and lifetimes of messages end', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
    const chat = await lab.supergroup('Talk', ann, bob)
    await chat.slowMode('1 min')
    await bob.say(chat, 'one')
    await expect(bob.say(chat, 'two')).rejects.toMatchObject({ type: 'SLOWMODE_WAIT' })
    await lab.clock.advance('1 min')
    await bob.say(chat, 'two')
    await chat.slowMode(0)
    await chat.mute(bob, '1 day')
    await expect(bob.say(chat, 'three')).rejects.toMatchObject({ code: 400 })
    await lab.clock.advance('1 day 1 s')
    await bob.say(chat, 'three')
    await ann.client.call({ _: 'messages.setHistoryTTL', peer: await ann.peer(bob), period: 86_400 })
    await ann.say(bob, 'for a day')
    await bob.sees('for a day')
    await lab.clock.advance('1 day 1 min')
    expect((await bob.history(ann)).filter(({ text }) => text !== '')).toEqual([])
  })

  it('limits of how often something may be done end', async () => {
    const limited = await createLab({ rateLimits: { 'messages.setTyping': { burst: 1, secondsEach: 3600 } } })
    try {
      const ann = await limited.user('Ann')
      const typing = async () => {
        const action = { _: 'sendMessageTypingAction' } as const
        return ann.client.call({ _: 'messages.setTyping', peer: { _: 'inputPeerSelf' }, action })
      }
      await typing()
      await expect(typing()).rejects.toMatchObject({ type: 'FLOOD_WAIT' })
      await limited.clock.advance('1 h')
      await typing()
    } finally {
      await limited.close()
    }
  })

  it('who waits for a bot that is gone is told so', async () => {
    const ann = await lab.user('Ann')
    const bot = await lab.bot('silent')
    await ann.say(bot, '/start')
    const keyboard = { inline_keyboard: [[{ text: 'Press', callback_data: 'x' }]] }
    await bot.call('sendMessage', { chat_id: ann.id, text: 'well?', reply_markup: keyboard })
    await ann.sees('well?')
    const pressed = ann.press('Press').catch((error: unknown) => error)
    await bot.call('getUpdates', { offset: -1 })
    await lab.clock.advance('20 s')
    expect(await pressed).toMatchObject({ message: 'BOT_RESPONSE_TIMEOUT' })
  })

  it('people who are connected by TCP go on', async () => {
    const [ann, bob] = [await lab.user('Ann', { connection: 'tcp' }), await lab.user('Bob')]
    await ann.say(bob, 'before')
    for (const time of ['10 min', '3 days']) {
      await lab.clock.advance(time)
      await bob.say(ann, `after ${time}`)
      await ann.sees(`after ${time}`, '15 s')
      await ann.say(bob, `answer after ${time}`)
      await bob.sees(`answer after ${time}`)
    }
  })
})
