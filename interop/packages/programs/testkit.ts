import { strictEqual } from 'node:assert'
import { createLab, LabError } from '@chappe/testkit'

const lab = await createLab()
const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
const bot = await lab.bot('echo', { commands: { start: 'begins' } })
await ann.say(bob, 'hello')
const { text } = await bob.sees('hello')
await lab.clock.advance('1 min')
const refused = await bot.call('sendMessage', { chat_id: ann.id, text: 'hi' }).catch((error: unknown) => error)
strictEqual(text, 'hello')
strictEqual(refused instanceof LabError && refused.code, 'REFUSED')
await lab.close()
console.log('fine')
