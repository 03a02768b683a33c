import type { LabBot } from '../bots/bot.ts'
import type { ChatHandle, ChatLike } from '../chats/chat-like.ts'
import type { LabChat } from '../chats/chats.ts'
import { LabError } from '../errors.ts'
import type { Lab, LabSnapshot } from '../lab.ts'
import type { InlineResults } from '../people/inline.ts'
import type { LabMessage } from '../people/messages.ts'
import type { Person } from '../people/person.ts'
import type { Pressed } from '../people/press.ts'
import type { Fields } from '../seed/fields.ts'
import { readBot, readUser } from '../seed/read-seed.ts'

/** A command of the control port: what it takes, and the JSON that it answers. */
export type Command = (fields: Fields) => Promise<unknown>

/** What whoever speaks JSON has made, by the names that commands use. */
interface Known {
  readonly users: Map<string, Person>
  readonly bots: Map<string, LabBot>
  readonly chats: Map<string, LabChat>
  readonly snapshots: Map<string, LabSnapshot>
}

/** All verbs of a lab and of its people, as docs/testing.md lists them ("The control port"). */
export function createCommands(lab: Lab): ReadonlyMap<string, Command> {
  const known: Known = {
    users: new Map(lab.seeded.users),
    bots: new Map(lab.seeded.bots),
    chats: new Map(lab.seeded.chats),
    snapshots: new Map(),
  }

  const userIn = (fields: Fields, member = 'user'): Person => {
    const name = fields.text(member)
    const found = known.users.get(name)
    if (found !== undefined) return found
    throw new LabError('OPTION_INVALID', `${member}: there is no user ${JSON.stringify(name)} here`)
  }
  const named = (name: string): ChatHandle | undefined =>
    known.users.get(name) ?? known.bots.get(name) ?? known.chats.get(name)
  /** A name of the lab's, or what people write: `@name`, a number. */
  const toChat = (given: unknown, member: string): ChatLike => {
    if (typeof given === 'number') return given
    if (typeof given === 'string') return named(given) ?? given
    throw new LabError('OPTION_INVALID', `${member}: expected a name or a number`)
  }
  const chatIn = (fields: Fields, member = 'to'): ChatLike => toChat(fields.any(member), member)
  const optionalChatIn = (fields: Fields, member: string): ChatLike | undefined => {
    const given = fields.any(member)
    return given === undefined ? undefined : toChat(given, member)
  }
  const handlesIn = (fields: Fields, member: string): readonly ChatHandle[] =>
    fields.names(member).map((name) => {
      const found = named(name)
      if (found !== undefined) return found
      throw new LabError('OPTION_INVALID', `${member}: there is nobody of the name ${JSON.stringify(name)}`)
    })
  /** A message that the person has, by its chat and number. */
  const messageIn = async (person: Person, fields: Fields): Promise<LabMessage> => {
    const [chat, id] = [chatIn(fields, 'chat'), fields.optionalNumber('message')]
    const found = (await person.history(chat)).find((message) => message.id === id)
    if (found !== undefined) return found
    throw new LabError('OPTION_INVALID', `message: ${person.name} has no message ${id} there`)
  }
  const make =
    (kind: 'group' | 'supergroup' | 'channel'): Command =>
    async (fields) => {
      const [title, members] = [fields.text('title'), handlesIn(fields, 'members')]
      fields.end()
      const chat = await lab[kind](title, ...members)
      known.chats.set(title, chat)
      return { id: chat.id, title, kind }
    }

  return new Map<string, Command>([
    [
      'lab',
      async () => ({
        ...{ host: lab.host, port: lab.port, apiRoot: lab.apiRoot, publicKey: lab.publicKey, now: lab.clock.now() },
        users: [...known.users.values()].map(showPerson),
        bots: [...known.bots.values()].map(showBot),
        chats: [...known.chats.values()].map(({ id, title, kind }) => ({ id, title, kind })),
      }),
    ],
    [
      'user',
      async (fields) => {
        const { name, ...options } = readUser(fields)
        if (known.users.has(name)) throw new LabError('OPTION_INVALID', `name: there is a user ${name} already`)
        fields.end()
        const person = await lab.user(name, options)
        known.users.set(name, person)
        return showPerson(person)
      },
    ],
    [
      'bot',
      async (fields) => {
        const { name, ...options } = readBot(fields)
        fields.end()
        const bot = await lab.bot(name, options)
        known.bots.set(name, bot)
        return showBot(bot)
      },
    ],
    ['group', make('group')],
    ['supergroup', make('supergroup')],
    ['channel', make('channel')],
    ['say', async (fields) => show(await userIn(fields).say(chatIn(fields), fields.text('text')))],
    [
      'reply',
      async (fields) => {
        const person = userIn(fields)
        return show(await person.reply(await messageIn(person, fields), fields.text('text')))
      },
    ],
    [
      'edit',
      async (fields) => {
        const person = userIn(fields)
        await person.edit(await messageIn(person, fields), fields.text('text'))
        return true
      },
    ],
    [
      'delete',
      async (fields) => {
        const person = userIn(fields)
        await person.delete(await messageIn(person, fields))
        return true
      },
    ],
    [
      'react',
      async (fields) => {
        const person = userIn(fields)
        await person.react(await messageIn(person, fields), fields.optionalText('emoji'))
        return true
      },
    ],
    [
      'vote',
      async (fields) => {
        const person = userIn(fields)
        await person.vote(await messageIn(person, fields), ...fields.names('answers'))
        return true
      },
    ],
    [
      'send',
      async (fields) => {
        const [person, to, name] = [userIn(fields), chatIn(fields), fields.optionalText('name')]
        const file = new Uint8Array(Buffer.from(fields.text('base64'), 'base64'))
        const options = { name, caption: fields.optionalText('caption') }
        return show(
          await (fields.optionalFlag('photo') ? person.sendPhoto(to, file, options) : person.send(to, file, options)),
        )
      },
    ],
    [
      'start',
      async (fields) => {
        await userIn(fields).start(chatIn(fields, 'bot'), fields.optionalText('parameter'))
        return true
      },
    ],
    ['press', async (fields) => showPressed(await userIn(fields).press(fields.text('button')))],
    [
      'inline',
      async (fields) => {
        const [person, bot] = [userIn(fields), chatIn(fields, 'bot')]
        const [query, chat] = [fields.optionalText('query') ?? '', optionalChatIn(fields, 'chat')]
        const found = await person.inline(bot, query, { chat, offset: fields.optionalText('offset') })
        const choose = fields.any('choose')
        if (choose === undefined) return showResults(found)
        if (typeof choose !== 'number' && typeof choose !== 'string') {
          throw new LabError('OPTION_INVALID', 'choose: expected a number, a title or an id')
        }
        return show(await found.choose(choose))
      },
    ],
    ['join', async (fields) => userIn(fields).join(await joinable(known, chatIn(fields, 'chat')))],
    [
      'leave',
      async (fields) => {
        await userIn(fields).leave(chatIn(fields, 'chat'))
        return true
      },
    ],
    [
      'sees',
      async (fields) => {
        const [person, text, pattern] = [userIn(fields), fields.optionalText('text'), fields.optionalText('pattern')]
        const options = { within: withinOf(fields), in: optionalChatIn(fields, 'in') }
        return show(await person.sees(pattern === undefined ? (text ?? '') : toPattern(pattern), options))
      },
    ],
    [
      'next',
      async (fields) => show(await userIn(fields).next(optionalChatIn(fields, 'chat'), { within: withinOf(fields) })),
    ],
    [
      'seesNothing',
      async (fields) => {
        await userIn(fields).seesNothing(fields.optionalText('text') ?? '', withinOf(fields))
        return true
      },
    ],
    ['unseen', async (fields) => userIn(fields).unseen.map(show)],
    [
      'history',
      async (fields) =>
        (await userIn(fields).history(chatIn(fields, 'chat'), fields.optionalNumber('limit'))).map(show),
    ],
    [
      'advance',
      async (fields) => {
        const by = fields.any('by')
        if (typeof by !== 'number' && typeof by !== 'string') {
          throw new LabError('OPTION_INVALID', 'by: expected ms, or words such as "2 days"')
        }
        await lab.clock.advance(by)
        return { now: lab.clock.now() }
      },
    ],
    [
      'snapshot',
      async (fields) => {
        known.snapshots.set(fields.text('name'), await lab.snapshot())
        return true
      },
    ],
    [
      'restore',
      async (fields) => {
        const name = fields.text('name')
        const snapshot = known.snapshots.get(name)
        if (snapshot === undefined)
          throw new LabError('OPTION_INVALID', `name: there is no snapshot ${JSON.stringify(name)}`)
        await lab.restore(snapshot)
        return { now: lab.clock.now() }
      },
    ],
    [
      'cut',
      async (fields) => {
        lab.cut(userIn(fields), { for: fields.optionalText('for') })
        return true
      },
    ],
    [
      'crash',
      async () => {
        await lab.crash()
        return true
      },
    ],
    [
      'delay',
      async (fields) => {
        const name = fields.text('whom')
        const whom = known.users.get(name) ?? known.bots.get(name)
        if (whom === undefined)
          throw new LabError('OPTION_INVALID', `whom: there is no user or bot ${JSON.stringify(name)}`)
        lab.delay(whom, fields.optionalNumber('by') ?? fields.text('by'))
        return true
      },
    ],
    [
      'doubleWebhooks',
      async (fields) => {
        lab.doubleWebhooks(fields.optionalFlag('on') ?? true)
        return true
      },
    ],
    ['transcript', async (fields) => lab.transcript(fields.optionalNumber('lines'))],
  ])
}

/** A chat of the lab gives its link, which leads also into what is not public. */
async function joinable({ chats }: Known, chat: ChatLike): Promise<ChatLike> {
  const found = typeof chat === 'object' ? [...chats.values()].find((one) => one === chat) : undefined
  return found === undefined ? chat : found.link()
}

function withinOf(fields: Fields): string | number | undefined {
  const given = fields.any('within')
  if (given === undefined || typeof given === 'number' || typeof given === 'string') return given
  throw new LabError('OPTION_INVALID', 'within: expected ms, or words such as "10 s"')
}

function toPattern(source: string): RegExp {
  try {
    return new RegExp(source, 'u')
  } catch (cause) {
    throw new LabError('OPTION_INVALID', `pattern: ${JSON.stringify(source)} is no regular expression`, { cause })
  }
}

function show({ raw: _, ...message }: LabMessage): Omit<LabMessage, 'raw'> {
  return message
}

function showPerson({ id, name, phone, username }: Person): object {
  return { id, name, phone, username }
}

function showBot({ id, name, username, token, apiRoot }: LabBot): object {
  return { id, name, username, token, apiRoot }
}

function showPressed(pressed: Pressed): object {
  const shown = { ...pressed, message: show(pressed.message) }
  return pressed.kind === 'sent' ? { ...shown, sent: show(pressed.sent) } : shown
}

function showResults({ results, nextOffset, button }: InlineResults): object {
  return {
    ...{ nextOffset, button },
    results: results.map(({ id, type, title, description }) => ({ id, type, title, description })),
  }
}
