import type { PeerId, UserId } from '../../../ids.ts'

/** What of a bot nobody is shown beside it. */
export interface BotRecord {
  readonly userId: UserId
  /** The token is made of it and of the server's secret; another one makes the old token worthless. */
  readonly tokenSeed: Uint8Array
  /** What it asks for when somebody makes it an admin of a group, or of a channel, as flags (`rules/chat-rights.ts`). */
  readonly groupRights: number
  readonly channelRights: number
  /** It is told which of its inline results people send. */
  readonly feedback: boolean
}

/** How a bot is called and what it says of itself in one language; '' for what it says in all others. */
export interface BotTexts {
  /** Empty for the name of the account. */
  readonly name: string
  readonly about: string
  readonly description: string
}

export interface BotCommandsKey {
  readonly userId: UserId
  /** For whom: a kind of chat, a chat, or somebody in one (`rules/bot-scopes.ts`). */
  readonly scope: string
  /** Two letters, or empty for those who have no list in their own language. */
  readonly lang: string
}

export interface BotCounts {
  readonly commands: number
  readonly texts: number
  readonly menus: number
  readonly statuses: number
}

export interface BotReads {
  get(userId: UserId): Promise<BotRecord | undefined>
  /** A boxed TL `BotInfo` with nothing but commands. */
  commands(key: BotCommandsKey): Promise<Uint8Array | undefined>
  /** The first list that there is of several, for one bot. */
  firstCommands(userId: UserId, keys: readonly Omit<BotCommandsKey, 'userId'>[]): Promise<Uint8Array | undefined>
  texts(userId: UserId, lang: string): Promise<BotTexts | undefined>
  /** A boxed TL `BotMenuButton`: of the chat with somebody, or with 0 of all. */
  menu(userId: UserId, peer: PeerId | 0): Promise<Uint8Array | undefined>
  /** How many lists of commands, languages and menus a bot has, and how many bots somebody lets set the own emoji status. */
  count(userId: UserId): Promise<BotCounts>
  /** Whether somebody lets a bot set the own emoji status. */
  setsStatus(userId: UserId, bot: UserId): Promise<boolean>
  /** Who may reach a bot besides its owner, where not all may. */
  access(bot: UserId): Promise<readonly UserId[] | undefined>
  /** What a conversation with somebody has come to, for bots that are part of the server. */
  conversation(bot: UserId, userId: UserId): Promise<string | undefined>
}

export interface BotWrites extends BotReads {
  /** In place of what stood there. */
  put(bot: BotRecord): Promise<void>
  setCommands(key: BotCommandsKey, commands: Uint8Array | undefined): Promise<void>
  setTexts(userId: UserId, lang: string, texts: BotTexts): Promise<void>
  setMenu(userId: UserId, peer: PeerId | 0, button: Uint8Array | undefined): Promise<void>
  allowStatus(userId: UserId, bot: UserId, isAllowed: boolean): Promise<void>
  /** From now on these and its owner may reach a bot, or all. */
  setAccess(bot: UserId, users: readonly UserId[] | undefined): Promise<void>
  setConversation(bot: UserId, userId: UserId, data: string | undefined): Promise<void>
}
