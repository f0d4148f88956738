import { describe, expect, it } from 'vitest';
import { jsonProblem } from './json-place.ts';

describe('text that is to be JSON', () => {
  it('says line and column of what is wrong', () => {
    expect(jsonProblem('[1, {"a": [true, -2.5e3, "x\\n"]}]')).toBeNull();
    expect(jsonProblem('{\n  "a": 1,\n  "b" 2\n}')?.zh).toContain('第 3 行第 7 列');
    expect(jsonProblem('[\n  { "id": }\n]')?.zh).toContain('第 2 行第 11 列');
    expect(jsonProblem('{\n  "a": 1')?.en).toContain('line 2, column 9');
    expect(jsonProblem('[1,]')?.en).toContain('line 1, column 4');
  });
});
