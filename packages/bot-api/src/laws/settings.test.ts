import { decode, encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAdminRights } from '../params/admin-rights.ts'
import { readCommand } from '../params/command.ts'
import { fieldsOf } from '../params/fields.ts'
import { readMenuButton } from '../params/menu-button.ts'
import { readReactionType } from '../params/reaction-type.ts'
import { viewAdminRights } from '../views/admin-rights.ts'
import { viewCommand } from '../views/command.ts'
import { viewMenuButton } from '../views/menu-button.ts'
import { viewReactionType } from '../views/reaction-type.ts'
import { emojiId, flag, long, url, word } from './arbitraries.fixture.ts'

describe('reactions', () => {
  it('are told as they are given', () => {
    const json = fc.oneof(
      fc.record({ type: fc.constant('emoji'), emoji: fc.constantFrom('👍', '❤', '🔥') }),
      fc.record({ type: fc.constant('custom_emoji'), custom_emoji_id: emojiId }),
    )
    fc.assert(
      fc.property(json, (given) => {
        const reaction = decode('Reaction', encode(readReactionType(given)))
        expect(viewReactionType(reaction)).toEqual(given)
        expect(readReactionType(viewReactionType(reaction))).toEqual(reaction)
      }),
    )
  })

  it('that are paid are told, and not given', () => {
    expect(viewReactionType({ _: 'reactionPaid' })).toEqual({ type: 'paid' })
    expect(() => readReactionType({ type: 'paid' })).toThrow('REACTION_INVALID')
    fc.assert(
      fc.property(long, (documentId) => {
        const told = viewReactionType({ _: 'reactionCustomEmoji', documentId })
        expect(readReactionType(told)).toEqual({ _: 'reactionCustomEmoji', documentId })
      }),
    )
  })
})

describe('what a bot says of itself', () => {
  it('in commands is told as it is set', () => {
    const json = fc.record(
      { command: fc.stringMatching(/^[a-z0-9_]{1,32}$/), description: word, is_ephemeral: flag },
      { requiredKeys: ['command', 'description'] },
    )
    fc.assert(
      fc.property(json, (given) => {
        const command = decode('BotCommand', encode(readCommand(given)))
        expect(viewCommand(command)).toEqual(given)
        expect(viewCommand(readCommand({ ...given, command: `/${given.command}` }))).toEqual(given)
      }),
    )
  })

  it('in its menu is told as it is set', () => {
    const json = fc.oneof(
      fc.constantFrom({ type: 'default' }, { type: 'commands' }),
      fc.record({ type: fc.constant('web_app'), text: word, web_app: fc.record({ url }) }),
    )
    fc.assert(
      fc.property(json, (given) => {
        expect(viewMenuButton(decode('BotMenuButton', encode(readMenuButton(given))))).toEqual(given)
      }),
    )
    expect(readMenuButton(undefined)).toEqual({ _: 'botMenuButtonDefault' })
  })

  it('of the rights that it asks for is told as it is set, each right that has a name', () => {
    const names = [
      ...(['is_anonymous', 'can_delete_messages', 'can_manage_video_chats', 'can_restrict_members'] as const),
      ...(['can_promote_members', 'can_change_info', 'can_invite_users', 'can_post_stories'] as const),
      ...(['can_edit_stories', 'can_delete_stories', 'can_post_messages', 'can_edit_messages'] as const),
      ...(['can_pin_messages', 'can_manage_topics', 'can_manage_direct_messages', 'can_manage_tags'] as const),
    ]
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), (given) => {
        const json = Object.fromEntries(given.map((name) => [name, true]))
        const rights = decode('ChatAdminRights', encode(readAdminRights(fieldsOf('rights', json))))
        const told = Object.entries(viewAdminRights(rights)).filter(([, has]) => has)
        expect(new Set(told.map(([name]) => name))).toEqual(new Set([...given, 'can_manage_chat']))
        expect(readAdminRights(fieldsOf('rights', viewAdminRights(rights)))).toEqual(
          readAdminRights(fieldsOf('r', json)),
        )
      }),
    )
    expect(readAdminRights(fieldsOf('rights', viewAdminRights(undefined)))).toEqual({ _: 'chatAdminRights' })
  })
})
