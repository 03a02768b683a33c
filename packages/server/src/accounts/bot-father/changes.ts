import { encode } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import { parseBotCommands } from '../../rules/bot-commands.ts'
import { parseFirstName } from '../../rules/names.ts'
import { invalid } from '../../rules/refusal.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { revokeToken } from '../bots/revoke-token.ts'
import { tokenOf } from '../bots/token.ts'
import { deleteAccount } from '../delete-account.ts'
import { appChanges } from './app-changes.ts'
import { type Change, changed, setTraits } from './change.ts'
import { gameChanges } from './game-changes.ts'
import { setPicture } from './set-picture.ts'

const maxAboutLength = 120
const maxDescriptionLength = 512
const maxPlaceholderLength = 64
const sureOfDeletion = 'Yes, delete it for good'

const onOff = [['Enable', 'Disable']]

export const changes: Readonly<Record<string, Change>> = {
  token: {
    summary: 'show the token of a bot',
    async change(tx, { secret }, bot) {
      const record = await recordOf(tx, bot)
      const token = tokenOf(secret, record)
      return { text: `The token of @${bot.username}:\n\n${token}`, code: token }
    },
  },
  revoke: {
    summary: 'give a bot another token',
    async change(tx, ports, bot) {
      const token = await revokeToken(tx, ports, await recordOf(tx, bot))
      return { text: `The old token of @${bot.username} is worthless. This is the new one:\n\n${token}`, code: token }
    },
  },
  setname: {
    summary: 'change its name',
    question: 'What is it to be called?',
    async change(tx, ports, bot, answer) {
      await tx.users.setProfile(bot.id, { firstName: parseFirstName(answer), lastName: '', about: bot.about })
      return changed(tx, ports, bot)
    },
  },
  setdescription: {
    summary: 'change what stands in an empty chat with it',
    question: 'What can it do? /empty for nothing.',
    async change(tx, ports, bot, answer) {
      if (isLonger(answer, maxDescriptionLength)) throw invalid('DESCRIPTION_TOO_LONG')
      await tx.bots.setTexts(bot.id, '', { name: '', about: '', description: answer })
      return changed(tx, ports, bot)
    },
  },
  setabouttext: {
    summary: 'change what stands on its profile',
    question: 'What is to stand on its profile? /empty for nothing.',
    async change(tx, ports, bot, answer) {
      if (isLonger(answer, maxAboutLength)) throw invalid('ABOUT_TOO_LONG')
      await tx.users.setProfile(bot.id, { firstName: bot.firstName, lastName: '', about: answer })
      return changed(tx, ports, bot)
    },
  },
  setuserpic: setPicture,
  setcommands: {
    summary: 'change its list of commands',
    question: 'Its commands, one a line, as "weather - tells the weather". /empty for none.',
    async change(tx, ports, bot, answer) {
      const commands = parseBotCommands(linesOf(answer))
      const list = commands.length === 0 ? undefined : encode({ _: 'botInfo', commands })
      await tx.bots.setCommands({ userId: bot.id, scope: 'default', lang: '' }, list)
      return changed(tx, ports, bot)
    },
  },
  setinline: {
    summary: 'have it asked inline',
    question: 'What is to stand in the field of whoever asks it inline? /empty turns this off.',
    async change(tx, ports, bot, answer) {
      if (isLonger(answer, maxPlaceholderLength)) throw invalid('INLINE_PLACEHOLDER_TOO_LONG')
      return setTraits(tx, ports, bot, { inlinePlaceholder: answer === '' ? undefined : answer })
    },
  },
  setinlinegeo: {
    summary: 'have it told from where it is asked inline',
    question: 'Is it to know from where it is asked?',
    keyboard: onOff,
    change: (tx, ports, bot, answer) => setTraits(tx, ports, bot, { inlineGeo: isOn(answer) }),
  },
  setinlinefeedback: {
    summary: 'have it told which of its inline results are sent',
    question: 'Is it to know what is chosen?',
    keyboard: onOff,
    async change(tx, ports, bot, answer) {
      await tx.bots.put({ ...(await recordOf(tx, bot)), feedback: isOn(answer) })
      return changed(tx, ports, bot)
    },
  },
  setjoingroups: {
    summary: 'let it be brought into groups, or not',
    question: 'May it be brought into groups?',
    keyboard: onOff,
    change: (tx, ports, bot, answer) => setTraits(tx, ports, bot, { joinsGroups: isOn(answer) }),
  },
  setmanagebots: {
    summary: 'let people make bots through it, whose tokens it has',
    question: 'May people make bots through it? It has their tokens, and can do all that they can.',
    keyboard: onOff,
    change: (tx, ports, bot, answer) => setTraits(tx, ports, bot, { managesBots: isOn(answer) }),
  },
  setguard: {
    summary: 'let it decide who comes into groups, where an admin wants that',
    question: 'May groups have it decide who is let in?',
    keyboard: onOff,
    change: (tx, ports, bot, answer) => setTraits(tx, ports, bot, { guards: isOn(answer) }),
  },
  setguest: {
    summary: 'have it answer in chats that it is not in, when somebody names it there',
    question: 'Is it to be told of what names it in chats that it is not in, and to answer there?',
    keyboard: onOff,
    change: (tx, ports, bot, answer) => setTraits(tx, ports, bot, { guestChats: isOn(answer) }),
  },
  setprivacy: {
    summary: 'have it hear in groups what is meant for it, or all',
    question: 'With privacy mode, a bot hears in groups what is meant for it alone. Is it to have that?',
    keyboard: onOff,
    change: (tx, ports, bot, answer) => setTraits(tx, ports, bot, { seesAll: !isOn(answer) }),
  },
  ...appChanges,
  ...gameChanges,
  deletebot: {
    summary: 'delete a bot',
    question: `Everything of it will be gone. Say "${sureOfDeletion}", or /cancel.`,
    keyboard: [[sureOfDeletion]],
    async change(_tx, ports, bot, answer) {
      if (answer !== sureOfDeletion) return { text: 'It stays.' }
      return {
        text: `@${bot.username} is deleted.`,
        followUp: () => ports.store.transaction((tx) => deleteAccount(tx, ports, bot.id, unixSeconds(ports.clock))),
      }
    },
  },
}

async function recordOf(tx: Transaction, { id }: UserRecord) {
  const record = await tx.bots.get(id)
  if (record === undefined) throw invalid('BOT_INVALID')
  return record
}

function isOn(answer: string): boolean {
  if (/^enable$/i.test(answer)) return true
  if (/^disable$/i.test(answer)) return false
  throw invalid('ANSWER_INVALID')
}

function linesOf(text: string): { readonly command: string; readonly description: string }[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [command = '', ...rest] = line.split(/\s+-\s+/)
    return { command: command.trim(), description: rest.join(' - ') }
  })
}
