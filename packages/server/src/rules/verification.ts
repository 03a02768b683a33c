/** Of so many characters is what a verification says ("bot_verification_description_length_limit"). */
export const maxVerificationLength = 70
/** Of so many is the name of an organisation. */
export const maxCompanyLength = 64
