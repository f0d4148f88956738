import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys and values',
};

/** What the identifiers' patterns ask for, in words; other patterns carry their own message in the schema. */
const PATTERN_WORDS: Readonly<Record<string, string>> = {
  '/^[a-z0-9][a-z0-9-]{0,39}$/':
    'must be an id: lower-case letters, digits and hyphens, at most 40 characters',
  '/^w[0-9]{1,3}$/': 'must be a window id such as w12',
  '/^[a-z][a-z0-9._-]{1,31}$/':
    'must be a user name: 2 to 32 lower-case letters, digits, dots, hyphens, underscores',
  '/^[A-Z]{1,2}$/': 'must be one or two capital letters A to Z',
  '/^[0-9]{3,8}$/': 'must be 3 to 8 digits (in quotes, or YAML reads a number)',
};

const typeWord = (type: string) => TYPE_WORDS[type] ?? type;

function found(value: unknown): string {
  if (value === null) return 'nothing is there';
  if (Array.isArray(value)) return 'a list is there';
  if (typeof value === 'object') return 'a set of keys and values is there';
  return `${JSON.stringify(value)} is there`;
}

function size(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const small = issue.code === 'too_small';
  const limit = Number(small ? issue.minimum : issue.maximum);
  switch (issue.origin) {
    case 'string':
      return small && limit === 1
        ? 'must not be empty'
        : `must have at ${small ? 'least' : 'most'} ${limit} characters`;
    case 'array':
      return small && limit === 1
        ? 'must not be empty'
        : `must have at ${small ? 'least' : 'most'} ${limit} entries`;
    default:
      return `must be ${limit} or ${small ? 'more' : 'less'}`;
  }
}

/** One issue of the schema in a sentence for the person who edits the file; `value` is what the file has there. */
export function explain(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `must be ${typeWord(issue.expected)}, but ${found(value)}`;
    case 'too_small':
    case 'too_big':
      return size(issue);
    case 'invalid_value':
      return value === undefined
        ? 'is missing'
        : `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}, but ${found(value)}`;
    case 'invalid_format': {
      const words = PATTERN_WORDS[String(issue.pattern)];
      return `${words ?? issue.message}, but ${found(value)}`;
    }
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    default:
      return issue.message;
  }
}
