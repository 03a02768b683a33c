import type { ChatHandle } from '../chats/chat-like.ts'
import { LabError } from '../errors.ts'
import type { Person } from '../people/person.ts'
import type { LabServer } from '../server/lab-server.ts'
import { tellBotFather } from './bot-father.ts'

/** What a bot is, as its owner would have it by @BotFather. */
export interface BotOptions {
  /** Ends in `bot`. Default: made of the name. */
  readonly username?: string | undefined
  /** Who has it. Default: nobody whom a test sees. */
  readonly owner?: Person | undefined
  /** Whether it hears in groups only what is meant for it. Default: true. */
  readonly privacy?: boolean | undefined
  /** Whether it may be brought into groups. Default: true. */
  readonly joinGroups?: boolean | undefined
  /** Whether it is asked inline; a text stands in the field of whoever asks. Default: false. */
  readonly inline?: boolean | string | undefined
  /** Whether it is told which of its inline results are sent. Default: false. */
  readonly inlineFeedback?: boolean | undefined
  /** Whether it is told where people are who ask it inline. Default: false. */
  readonly inlineLocation?: boolean | undefined
  /** Its commands without `/`, and what they do. */
  readonly commands?: Readonly<Record<string, string>> | undefined
  /** What stands in an empty chat with it. */
  readonly description?: string | undefined
  /** What stands on its profile. */
  readonly about?: string | undefined
}

/** A bot of the lab, for any library: it needs the token, and the root of the Bot API in place of the public one. */
export interface LabBot extends ChatHandle {
  /** As it is named. */
  readonly name: string
  /** Without `@`. */
  readonly username: string
  readonly token: string
  /** Such as `http://127.0.0.1:41234`; `/bot<token>/METHOD` follows it. */
  readonly apiRoot: string
  /** Calls a method of the Bot API and gives its result. @throws {LabError} REFUSED with what the API said */
  call(method: string, parameters?: object): Promise<unknown>
}

export interface BotsOptions {
  readonly server: LabServer
  /** A person who owns bots of tests. */
  readonly owner: () => Promise<Person>
}

export type MakeBot = (name: string, options?: BotOptions) => Promise<LabBot>

export function createBots({ server, owner: anyOwner }: BotsOptions): MakeBot {
  return async (name, options = {}) => {
    const wishes = wishesOf(options)
    const owner = options.owner ?? (wishes.length > 0 ? await anyOwner() : undefined)
    const username = (options.username ?? usernameOf(name)).replace(/^@/, '')
    const made = await server.createBot({ name: name === '' ? username : name, username, owner: owner?.phone })
    const { id, token } = made
    const apiRoot = `http://${server.host}:${server.botApiPort}`
    if (owner !== undefined) for (const wish of wishes) await tellBotFather(owner, username, wish)
    // The Bot API signs it in now, so that it is told of all that is said from now on.
    await callApi(apiRoot, token, 'getMe')
    return {
      ...{ id, token, username, name, apiRoot },
      call: (method, parameters) => callApi(apiRoot, token, method, parameters),
    }
  }
}

/** `echo` is @echo_bot, `Weather report` @weather_report_bot. */
function usernameOf(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  if (letters === '')
    throw new LabError('OPTION_INVALID', `no username can be made of ${JSON.stringify(name)}: give one`)
  return /bot$/.test(letters) && letters.length >= 5 ? letters : `${letters.slice(0, 28)}_bot`
}

/** A command of @BotFather, and what it is answered. */
export interface Wish {
  readonly command: string
  readonly answer: string
}

function wishesOf(options: BotOptions): readonly Wish[] {
  const wishes: Wish[] = []
  const onOff = (command: string, isOn: boolean | undefined): void => {
    if (isOn !== undefined) wishes.push({ command, answer: isOn ? 'Enable' : 'Disable' })
  }
  const text = (command: string, answer: string | undefined): void => {
    if (answer !== undefined) wishes.push({ command, answer: answer === '' ? '/empty' : answer })
  }
  onOff('/setprivacy', options.privacy)
  onOff('/setjoingroups', options.joinGroups)
  if (options.inline !== undefined && options.inline !== false) {
    text('/setinline', options.inline === true ? 'Search…' : options.inline)
  }
  onOff('/setinlinefeedback', options.inlineFeedback)
  onOff('/setinlinegeo', options.inlineLocation)
  const commands = Object.entries(options.commands ?? {}).map(([command, what]) => `${command} - ${what}`)
  if (commands.length > 0) wishes.push({ command: '/setcommands', answer: commands.join('\n') })
  text('/setdescription', options.description)
  text('/setabouttext', options.about)
  return wishes
}

async function callApi(apiRoot: string, token: string, method: string, parameters: object = {}): Promise<unknown> {
  const response = await fetch(`${apiRoot}/bot${token}/${method}`, {
    ...{ method: 'POST', body: JSON.stringify(parameters) },
    headers: { 'Content-Type': 'application/json' },
  })
  const answer: unknown = await response.json()
  if (typeof answer !== 'object' || answer === null) throw new LabError('REFUSED', `${method}: no answer`)
  if ('ok' in answer && answer.ok === true && 'result' in answer) return answer.result
  const why = 'description' in answer ? String(answer.description) : `HTTP ${response.status}`
  throw new LabError('REFUSED', `${method}: ${why}`)
}
