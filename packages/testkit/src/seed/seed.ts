import type { ChatKind } from '../chats/chats.ts'

/** What a lab begins with. */
export interface Seed {
  readonly users: readonly SeedUser[]
  readonly bots: readonly SeedBot[]
  readonly chats: readonly SeedChat[]
  /** In their order, in chats of two and in those above. */
  readonly messages: readonly SeedMessage[]
}

export interface SeedUser {
  /** By which all else names the person. */
  readonly name: string
  readonly username: string | undefined
  readonly phone: string | undefined
}

export interface SeedBot {
  readonly name: string
  readonly username: string | undefined
  readonly privacy: boolean | undefined
  readonly joinGroups: boolean | undefined
  readonly inline: boolean | string | undefined
  readonly inlineFeedback: boolean | undefined
  readonly commands: Readonly<Record<string, string>> | undefined
  readonly description: string | undefined
  readonly about: string | undefined
}

export interface SeedChat {
  readonly kind: ChatKind
  readonly title: string
  /** A public name, of supergroups and channels. */
  readonly username: string | undefined
  /** Names of people and bots; the first person made it. */
  readonly members: readonly string[]
  /** Those of them who are admins. */
  readonly admins: readonly string[]
}

export interface SeedMessage {
  /** The name of a person. */
  readonly from: string
  /** The name of a person or bot, or the title of a chat. */
  readonly to: string
  readonly text: string
}
