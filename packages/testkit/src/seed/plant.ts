import type { BotOptions, LabBot } from '../bots/bot.ts'
import type { ChatHandle } from '../chats/chat-like.ts'
import type { Chats, LabChat } from '../chats/chats.ts'
import type { UserOptions } from '../people/people.ts'
import type { Person } from '../people/person.ts'
import type { Seed } from './seed.ts'

/** What came of a seed, by the names that it gave. */
export interface Seeded {
  readonly users: ReadonlyMap<string, Person>
  readonly bots: ReadonlyMap<string, LabBot>
  readonly chats: ReadonlyMap<string, LabChat>
}

export interface PlantPort extends Chats {
  user(name: string, options?: UserOptions): Promise<Person>
  bot(name: string, options?: BotOptions): Promise<LabBot>
}

/** Makes all that a seed names. Nobody has seen what it has them write. */
export async function plant(lab: PlantPort, seed: Seed): Promise<Seeded> {
  const users = new Map<string, Person>()
  const bots = new Map<string, LabBot>()
  const chats = new Map<string, LabChat>()
  const find = (name: string): ChatHandle => {
    const found = users.get(name) ?? bots.get(name) ?? chats.get(name)
    if (found === undefined) throw new TypeError(`nothing is named ${name}`)
    return found
  }
  for (const { name, ...options } of seed.users) users.set(name, await lab.user(name, options))
  for (const { name, ...options } of seed.bots) bots.set(name, await lab.bot(name, options))
  for (const { kind, title, username, members, admins } of seed.chats) {
    const chat = await lab[kind](title, ...members.map(find))
    if (username !== undefined) await chat.makePublic(username)
    for (const name of admins) {
      const admin = find(name)
      if (admin !== chat.owner) await chat.promote(admin)
    }
    chats.set(title, chat)
  }
  for (const { from, to, text } of seed.messages) await users.get(from)?.say(find(to), text)
  return { users, bots, chats }
}
