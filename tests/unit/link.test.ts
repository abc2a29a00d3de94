import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceName, tokenOf } from "../../web/src/signin/link.ts";

const TOKEN = "kQ3v_Zm2-8sXwY7aBcDeFgHiJkLmNoPq";

test("the token is found in a link, in its fragment, in a message around it, and bare", () => {
  assert.equal(tokenOf(`https://fichero.example/join#${TOKEN}`), TOKEN);
  assert.equal(tokenOf(`#${TOKEN}`), TOKEN);
  assert.equal(tokenOf(`Here it is: https://fichero.example/join#${TOKEN}\nSee you!`), TOKEN);
  assert.equal(tokenOf(` ${TOKEN} `), TOKEN);
});

test("what holds no token gives none", () => {
  assert.equal(tokenOf(""), "");
  assert.equal(tokenOf("https://fichero.example/today"), "");
  assert.equal(tokenOf("see you tomorrow at the usual place"), "");
});

test("a device is called by its browser and its system", () => {
  const iphone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1";
  assert.equal(deviceName(iphone), "iPhone · Safari");
  const android = "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36";
  assert.equal(deviceName(android), "Android · Chrome");
  assert.equal(deviceName(iphone, "home screen"), "iPhone · home screen");
  assert.equal(deviceName(""), "");
});
