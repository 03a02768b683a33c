import { readFileSync } from 'node:fs'
import { LabError } from '../errors.ts'
import { type Fields, object } from './fields.ts'
import type { Seed, SeedBot, SeedChat, SeedMessage, SeedUser } from './seed.ts'

/**
 * Reads a seed from a file of JSON, or from an object of the same form.
 *
 * @throws {LabError} OPTION_INVALID, which says where what is wrong
 */
export function readSeed(given: string | object): Seed {
  const root = object(typeof given === 'string' ? readJson(given) : given, 'the seed')
  const seed: Seed = {
    users: root.list('users', readUser),
    bots: root.list('bots', readBot),
    chats: root.list('chats', chat),
    messages: root.list('messages', message),
  }
  root.end()
  checkNames(seed)
  return seed
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new LabError('OPTION_INVALID', `the seed ${path} cannot be read: ${why}`, { cause })
  }
}

export function readUser(fields: Fields): SeedUser {
  return { name: fields.text('name'), username: fields.optionalText('username'), phone: fields.optionalText('phone') }
}

export function readBot(fields: Fields): SeedBot {
  return {
    name: fields.text('name'),
    username: fields.optionalText('username'),
    privacy: fields.optionalFlag('privacy'),
    joinGroups: fields.optionalFlag('joinGroups'),
    inline: fields.optionalFlagOrText('inline'),
    inlineFeedback: fields.optionalFlag('inlineFeedback'),
    commands: fields.optionalTexts('commands'),
    description: fields.optionalText('description'),
    about: fields.optionalText('about'),
  }
}

function chat(fields: Fields): SeedChat {
  return {
    kind: fields.oneOf('kind', ['group', 'supergroup', 'channel'] as const),
    title: fields.text('title'),
    username: fields.optionalText('username'),
    members: fields.names('members'),
    admins: fields.names('admins'),
  }
}

function message(fields: Fields): SeedMessage {
  return { from: fields.text('from'), to: fields.text('to'), text: fields.text('text') }
}

/** Everything is named once, and what names something names what there is. */
function checkNames({ users, bots, chats, messages }: Seed): void {
  const people = new Set<string>()
  const others = new Set<string>()
  const add = (to: Set<string>, name: string, where: string): void => {
    if (people.has(name) || others.has(name))
      throw wrong(where, `${JSON.stringify(name)} is the name of something else, too`)
    to.add(name)
  }
  for (const [at, { name }] of users.entries()) add(people, name, `users[${at}].name`)
  for (const [at, { name }] of bots.entries()) add(others, name, `bots[${at}].name`)
  for (const [at, { kind, title, username, members, admins }] of chats.entries()) {
    const where = `chats[${at}]`
    for (const name of members) {
      if (!people.has(name) && !bots.some((one) => one.name === name)) {
        throw wrong(`${where}.members`, `${JSON.stringify(name)} is neither a user nor a bot of the seed`)
      }
    }
    for (const name of admins) {
      if (!members.includes(name)) throw wrong(`${where}.admins`, `${JSON.stringify(name)} is no member`)
    }
    if (username !== undefined && kind === 'group') throw wrong(`${where}.username`, 'a basic group has no public name')
    add(others, title, `${where}.title`)
  }
  for (const [at, { from, to }] of messages.entries()) {
    if (!people.has(from)) throw wrong(`messages[${at}].from`, `${JSON.stringify(from)} is no user of the seed`)
    if (!people.has(to) && !others.has(to)) {
      throw wrong(`messages[${at}].to`, `${JSON.stringify(to)} is no user, bot or chat of the seed`)
    }
  }
}

function wrong(where: string, what: string): LabError {
  return new LabError('OPTION_INVALID', `${where}: ${what}`)
}
