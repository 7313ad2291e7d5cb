#pragma once
/// How the tests of the whole site sign people in.

#include "accounts/session_test.hpp"
