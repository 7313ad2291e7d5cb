# Passwords that anyone guesses first (zxcvbn's list, MIT licence; data/passwords/README.md), compiled in.
relais_embed(relais_accounts relais_common_passwords BASE ${CMAKE_SOURCE_DIR}/data/passwords
             FILES ${CMAKE_SOURCE_DIR}/data/passwords/common.txt)
