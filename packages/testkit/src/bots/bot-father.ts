import { LabError } from '../errors.ts'
import type { Person } from '../people/person.ts'
import type { Wish } from './bot.ts'

const botFather = '@BotFather'

/** Has @BotFather change one thing of a bot, as its owner would. @throws {LabError} REFUSED with what @BotFather said */
export async function tellBotFather(owner: Person, username: string, { command, answer }: Wish): Promise<void> {
  await owner.say(botFather, '/cancel')
  await owner.say(botFather, command)
  await owner.say(botFather, `@${username}`)
  await owner.say(botFather, answer)
  const [last] = (await owner.history(botFather, 1)) ?? []
  // What was taken ends the conversation; whatever was not is asked for again.
  await owner.say(botFather, '/cancel')
  const [after] = await owner.history(botFather, 1)
  if (after?.text !== 'Nothing was begun.') {
    throw new LabError('REFUSED', `@BotFather did not take ${command} for @${username}: ${last?.text ?? 'no answer'}`)
  }
}
