import { createLab, type Lab } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MtcuteUser, signUpMtcute } from './support/mtcute-user.ts'
import { until } from './support/until.ts'

/** mtcute goes by the time of the machine, the server of the lab by its own. */
describe('unmodified mtcute beside a clock that is moved', { timeout: 90_000 }, () => {
  let lab: Lab
  let alice: MtcuteUser

  beforeAll(async () => {
    lab = await createLab()
    alice = await signUpMtcute(lab, '9996610001', 'Alice')
  }, 60_000)
  afterAll(async () => {
    await alice?.client.destroy()
    await lab?.close()
  })

  test('goes on after a minute, an hour, days and half a year, both ways', async () => {
    const ann = await lab.user('Ann', { username: 'ann_of_the_lab' })
    await alice.client.sendText('ann_of_the_lab', 'before')
    await ann.sees('before')
    for (const time of ['1 min', '1 h', '3 days', '180 days']) {
      await lab.clock.advance(time)
      await ann.say(alice.id, `told after ${time}`)
      await until(
        () => alice.seen.includes(`told after ${time}`),
        () => alice.seen.join(),
        30_000,
      )
      await alice.client.sendText('ann_of_the_lab', `said after ${time}`)
      const { date } = await ann.sees(`said after ${time}`, '15 s')
      expect(Math.abs(date - lab.clock.now() / 1000)).toBeLessThan(60)
    }
  })
})
